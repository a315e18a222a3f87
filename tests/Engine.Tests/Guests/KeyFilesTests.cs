using V2K.Engine.Guests;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests;

/// <summary>Keys on their way to virt-v2v.</summary>
public sealed class KeyFilesTests : IDisposable
{
    private static readonly Tool Cat = new("cat", "a test", "coreutils", "coreutils", "coreutils");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_for_one_disk_is_a_file_and_one_for_all_is_read_from_standard_input_as_well()
    {
        _folder.Write("a", "first key\n");
        _folder.Write("b", "second key\n");
        IReadOnlyList<string> files;
        using (var keys = new KeyFiles([new("/dev/sda3", "file", _folder["a"]), new("all", "file", _folder["b"])]))
        {
            files = [.. keys.Arguments.Where(word => word.Contains(":file:", StringComparison.Ordinal)).Select(word => word[(word.IndexOf(":file:", StringComparison.Ordinal) + 6)..])];
            Assert.Equal(["--key", $"/dev/sda3:file:{files[0]}", "--key", $"all:file:{files[1]}", "--keys-from-stdin"], keys.Arguments);
            Assert.Equal(["first key", "second key"], files.Select(File.ReadAllText));
            Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!)));

            var read = await keys.For(new ToolRunner(_ => { })).RunAsync(Cat, [], "Fix it");
            Assert.Equal(["second key"], read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
        }

        Assert.DoesNotContain(files, File.Exists);
    }

    [Fact]
    public void Without_a_key_for_all_nothing_is_read_from_standard_input()
    {
        _folder.Write("a", "key\n");
        using var keys = new KeyFiles([new("/dev/sda3", "file", _folder["a"])]);

        Assert.DoesNotContain("--keys-from-stdin", keys.Arguments);
    }

    [Fact]
    public void A_key_that_is_missing_leaves_nothing_behind()
    {
        _folder.Write("a", "key\n");
        var before = Folders();

        Assert.Throws<V2KException>(() => new KeyFiles([new("/dev/sda3", "file", _folder["a"]), new("all", "file", _folder["missing"])]));
        Assert.DoesNotContain(Folders().Except(before), folder => File.Exists(Path.Combine(folder, "0")) && File.ReadAllText(Path.Combine(folder, "0")) == "key");

        static List<string> Folders() => [.. Directory.GetDirectories(Path.GetTempPath(), "v2k-keys-*")];
    }
}
