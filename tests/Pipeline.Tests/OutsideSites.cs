namespace V2K.Pipeline.Tests;

/// <summary>A folder of site folders outside the repository.</summary>
internal sealed class OutsideSites : IDisposable
{
    /// <summary>The model that the rule of <see cref="Add"/> gives to every network card; no built-in rule ever does.</summary>
    public const string Model = "rtl8139";

    /// <summary>Where it lies, as <c>V2K_SITES</c> has it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("v2k-sites-").FullName;

    /// <summary>Adds a site with one rule, which compiles; returns its file.</summary>
    public string Add(string site, string model = Model) => Write(site, "Cards.cs", Rule(model));

    /// <summary>Writes a file of a site; returns its path.</summary>
    public string Write(string site, string file, string text)
    {
        var path = Path.Combine(Folder, site, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The text of a rule that gives every network card a model.</summary>
    public static string Rule(string model) =>
        $$"""
        using V2K.Rules.Annotations;
        using V2K.Rules.Model;

        namespace V2K.Sites.Outside;

        /// <summary>Every card is of one model.</summary>
        /// <example>
        /// ethernet0.present = "TRUE"
        /// ethernet0.virtualDev = "vmxnet3"
        /// →
        /// &lt;interface type='network'&gt;&lt;model type='{{model}}'/&gt;&lt;/interface&gt;
        /// </example>
        [Rule(nameof(Domain.Interfaces), Topic.Network), ForEach("ethernet#", 0, 9)]
        public static class Cards
        {
            public static NetworkInterface? Map([BuiltIn] NetworkInterface? card, [Vmx(".networkName")] string? network) =>
                card is null ? null : card with { Model = "{{model}}" };
        }

        """;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
