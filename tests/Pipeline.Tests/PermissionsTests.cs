using CliWrap;
using CliWrap.Buffered;

namespace V2K.Pipeline.Tests;

/// <summary>Who may read what V2K writes: a converted disk holds all that its guest knows.</summary>
public sealed class PermissionsTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = Own | UnixFileMode.UserExecute;
    private const UnixFileMode Passage = OwnFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly Estate _estate = new();

    public void Dispose() => _estate.Dispose();

    [Theory]
    [InlineData("000", "qemu:///system", Passage)]
    [InlineData("0777", "qemu:///system", Passage)]
    [InlineData("027", "qemu:///session", OwnFolder)]
    public async Task Written_files_are_private_and_QEMU_can_pass_through_their_folders_with_any_umask(string umask, string connect, UnixFileMode folder)
    {
        foreach (var target in new[] { "--target=Convert", "--target=Inventory", "--target=Report" })
        {
            await RunAsync(umask, target, "--all", $"--connect={connect}", target == "--target=Convert" ? "--ignore=missing-disk" : "--json=result.json");
        }

        var disk = _estate["out/datastore1/web01/web01.qcow2"];
        Assert.True(File.Exists(disk), "nothing was converted");
        Assert.All(Written(), file => Assert.Equal((file, Own), (file, File.GetUnixFileMode(file))));
        Assert.Equal(folder, File.GetUnixFileMode(_estate["out"]));
        Assert.Equal(folder, File.GetUnixFileMode(_estate["out/datastore1/web01"]));
        Assert.Equal(OwnFolder, File.GetUnixFileMode(_estate["out/datastore1/.v2k"]));
        Assert.Equal(OwnFolder, File.GetUnixFileMode(_estate["out/datastore1/.v2k/web01"]));
    }

    [Fact]
    public async Task A_folder_that_was_there_before_stays_as_open_as_it_is()
    {
        const UnixFileMode Open = Passage | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        Directory.CreateDirectory(_estate["out/datastore1/web01"]);
        File.SetUnixFileMode(_estate["out/datastore1/web01"], Open);

        await RunAsync("022", "--target=Convert", "--vm=web01");

        Assert.Equal(Open, File.GetUnixFileMode(_estate["out/datastore1/web01"]));
        Assert.Equal(Own, File.GetUnixFileMode(_estate["out/datastore1/web01/web01.qcow2"]));
    }

    [SkippableFact]
    public async Task A_disk_of_another_engine_is_for_its_owner_alone_too()
    {
        Skip.IfNot(Engine.Tools.KnownTools.QemuImg.Find() is not null, "qemu-img is not installed");

        await RunAsync("000", "--target=Convert", "--vm=web01", "--engine=qemu-img");

        Assert.Equal(Own, File.GetUnixFileMode(_estate["out/datastore1/web01/web01.qcow2"]));
    }

    private IEnumerable<string> Written() => Directory.EnumerateFiles(_estate["out"], "*", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(_estate.Folder, "*.html"))
        .Append(_estate["result.json"]);

    private async Task RunAsync(string umask, params string[] arguments)
    {
        var run = await Cli.Wrap("sh")
            .WithArguments(["-c", $"umask {umask}; exec \"$@\"", "sh", Environment.ProcessPath!, Host.Program, .. arguments])
            .WithWorkingDirectory(_estate.Folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
    }
}
