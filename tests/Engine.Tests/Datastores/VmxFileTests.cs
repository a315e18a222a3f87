using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Datastores;

public sealed class VmxFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_comes_with_the_bytes_it_was_made_of()
    {
        var path = _folder.Write("web01.vmx", "displayName = \"web01\"\n");

        var (document, bytes) = VmxFile.Read(path);

        Assert.Equal("web01", document.Find("displayName"));
        Assert.Equal(File.ReadAllBytes(path), bytes);
    }

    [Fact]
    public void A_file_as_large_as_a_disk_is_refused_before_it_is_read()
    {
        var path = _folder.Write("web01.vmx", "");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal(path, Assert.Throws<V2KException>(() => VmxFile.Read(path)).File);
    }

    [Fact]
    public void A_missing_file_is_an_error_with_a_remedy() =>
        Assert.Equal("/nowhere/web01.vmx", Assert.Throws<V2KException>(() => VmxFile.Read("/nowhere/web01.vmx")).File);

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(_folder["web01.vmx"]);

        Assert.Contains("is not a regular file", Assert.Throws<V2KException>(() => VmxFile.Read(_folder["web01.vmx"])).Message, StringComparison.Ordinal);
    }
}
