using V2K.SiteRules;

namespace V2K.Pipeline.Tests;

/// <summary>The folder of compiled rules: each is code that V2K runs.</summary>
public sealed class CompiledRulesTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly OutsideSites _sites = new();
    private readonly string _scratch = Directory.CreateTempSubdirectory("v2k-compiled-").FullName;
    private readonly List<string> _warnings = [];
    private int _compilations;

    private string Folder => Path.Combine(_scratch, "site-rules");

    [Fact]
    public void Rules_are_compiled_once_and_again_where_others_could_have_written_them_or_half_a_file_is_left()
    {
        _sites.Add("berlin");
        var rules = Get();
        Assert.Equal(rules, Get());
        Assert.Equal(1, _compilations);
        Assert.Equal(Private, File.GetUnixFileMode(Folder));
        Assert.Empty(_warnings);

        File.SetUnixFileMode(Folder, Private | UnixFileMode.OtherWrite);
        Assert.Equal(rules, Get());
        Assert.Equal(2, _compilations);
        Assert.StartsWith($"the compiled rules of site berlin cannot be kept in {Folder}: others may read or write there", Assert.Single(_warnings), StringComparison.Ordinal);
        File.SetUnixFileMode(Folder, Private);

        var kept = Assert.Single(Directory.GetFiles(Folder));
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..^100]);
        Assert.Equal(rules, Get());
        Assert.Equal(3, _compilations);
    }

    public void Dispose()
    {
        _sites.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    private byte[] Get() => new CompiledRules(Folder).Get(SiteSource.Find("berlin", [_sites.Folder])!, () => _compilations++, _warnings.Add);
}
