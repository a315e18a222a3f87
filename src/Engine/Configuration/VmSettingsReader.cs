using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Reads <c>vms:</c> of the configuration file.</summary>
internal static class VmSettingsReader
{
    /// <summary>The most that QEMU's <c>q35</c> takes without an interrupt remapping IOMMU.</summary>
    private const int MostVcpus = 255;

    /// <summary>The entries of <paramref name="vms"/>, in the file's order.</summary>
    /// <param name="vms">The section.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static IReadOnlyList<VmSettings> Read(YamlSection vms, string path) => [.. vms.Keys.Select(name => Read(vms, name, path))];

    private static VmSettings Read(YamlSection vms, string name, string path)
    {
        var settings = new VmSettings(name, vms.LineOf(name));
        if (vms.Section(name) is not { } section)
        {
            return settings;
        }

        settings = settings with
        {
            Vcpus = section.Number("vcpus", 1, MostVcpus),
            Mode = section.Choice("mode", Choices.Modes),
            Format = section.Choice("format", Choices.Formats),
            Compression = section.Choice("compress", Choices.Compressions),
            KeepNicNames = section.Choice("nic-names", Choices.NicNames),
            SkipExtra = section.Choice("skip-extra", Choices.Switches),
            Adjust = section.Choice("adjust", Choices.AdjustKinds),
            Deployment = section.Text("deployment"),
            Ignore = ConfigFile.ReadIgnored(section, path),
            Networks = section.Section("networks") is { } networks ? ConfigFile.ReadNetworks(networks) : settings.Networks,
            Owner = section.Text("owner"),
            Notes = section.Text("notes"),
            CutOver = CutOverReader.ReadChoices(section),
        };
        section.RefuseOthers();
        return settings;
    }
}
