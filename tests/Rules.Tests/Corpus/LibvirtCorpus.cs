namespace V2K.Rules.Tests.Corpus;

/// <summary>
/// The VMX files of libvirt's own tests and what its VMware driver makes of them. They are not part of this repository:
/// they are looked for in <c>V2K_CORPUS</c>, else beside the repository.
/// </summary>
internal static class LibvirtCorpus
{
    public const string Absent = "libvirt's VMX corpus is not here: set V2K_CORPUS to a folder with its tests/vmx2xmldata";

    public static string? Folder { get; } = Find();

    /// <summary>The files' names; one that does not exist where there is no corpus, so that its tests are seen to be skipped.</summary>
    public static TheoryData<string> Files => new(Folder is null
        ? ["none.vmx"]
        : Directory.EnumerateFiles(Folder, "*.vmx").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray());

    private static string? Find()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "V2K.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("V2K_CORPUS"),
            Path.Combine(root ?? "", "../shared/corpus/libvirt-vmx"),
        ];
        return candidates.FirstOrDefault(folder => folder is not null && Directory.Exists(folder));
    }
}
