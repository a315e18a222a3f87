using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>
/// The deployment options of a description (DeploymentOptionSection): sizes to choose from, "small", "large". Devices and values may be for some of them
/// only. The default option is taken, else the first, as ovftool does, unless the administrator names another.
/// </summary>
/// <param name="Chosen">The id of the option that is taken; null where there are none.</param>
internal sealed record OvfDeployment(string? Chosen)
{
    /// <summary>Chooses.</summary>
    /// <param name="envelope">The description.</param>
    /// <param name="wanted">The administrator's choice; null for none.</param>
    /// <param name="settings">Receives a note on what was taken.</param>
    /// <exception cref="V2KException">There are options, and none of them is the wanted one.</exception>
    internal static OvfDeployment Choose(OvfEnvelope envelope, string? wanted, OvfSettings settings)
    {
        var section = envelope.Root.First("DeploymentOptionSection");
        List<OvfElement> options = [.. section?.All("Configuration") ?? []];
        section?.Read();
        foreach (var option in options)
        {
            option.Read();
            option.First("Label")?.Read();
        }

        List<string> ids = [.. options.Select(option => option.Get("id")).OfType<string>()];
        if (ids.Count == 0)
        {
            // Some write options on devices and forget to list them. One that only a property has is never chosen.
            ids = [.. envelope.Root.Descendants().Where(element => element.IsItem || element.Name == "VirtualHardwareSection").SelectMany(element => Options(element.Find("configuration")?.Text)).Distinct(StringComparer.Ordinal).Take(100)];
        }

        if (ids.Count == 0)
        {
            if (wanted is not null)
            {
                settings.Find(
                    Finding.Info(
                        $"the description has no deployment options, but '{Printable.Excerpt(wanted)}' was chosen",
                        "the choice has no effect",
                        "No action is needed if the choice was for other VMs").As(FindingId.Deployment),
                    envelope.Root);
            }

            return new OvfDeployment((string?)null);
        }

        var standard = options.Find(option => IsTrue(option.Get("default")))?.Get("id");
        var chosen = wanted is null ? standard ?? ids[0]
            : ids.Find(id => id == wanted) ?? ids.Find(id => id.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new V2KException(
                $"there is no deployment option '{Printable.Excerpt(wanted)}'",
                $"Choose one of {Printable.OneLine(string.Join(", ", ids.Take(20)))}",
                envelope.Path,
                section?.Line,
                "deployment")
            { Kind = FailureKind.Usage };
        settings.Find(
            Finding.Info(
                $"the description has the deployment option{(ids.Count == 1 ? "" : "s")} {string.Join(", ", ids.Take(20))}",
                $"{chosen} is used, which is {(wanted is not null ? "what you chose" : standard is not null ? "the default" : "the first")}",
                "Choose another with --deployment=OPTION, or under vms: in v2k.yaml").As(FindingId.Deployment),
            options.Find(option => option.Get("id") == chosen) ?? section ?? envelope.Root);
        return new OvfDeployment(chosen);
    }

    /// <summary>Whether a part is there in the chosen option; one that names none is there in all.</summary>
    internal bool Includes(OvfElement element) =>
        element.Get("configuration") is not { } configuration || Options(configuration).Contains(Chosen ?? "", StringComparer.Ordinal);

    private static string[] Options(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsTrue(string? text) => text is "true" or "1";
}
