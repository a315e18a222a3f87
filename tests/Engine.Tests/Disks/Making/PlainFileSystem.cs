using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>A ramfs: a file system that knows neither O_DIRECT nor shared blocks.</summary>
public sealed class PlainFileSystem : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-ramfs-").FullName;
    private string? _missing;

    /// <summary>The mount point; skips the test, saying why, where there is none.</summary>
    public string Require()
    {
        Skip.If(_missing is not null, _missing);
        return _folder;
    }

    public async Task InitializeAsync()
    {
        try
        {
            await Qemu.Tools.RunAsync(KnownTools.Mount, ["-t", "ramfs", "ramfs", _folder], "Run the tests as root");
        }
        catch (V2KException e)
        {
            _missing = $"a ramfs cannot be mounted here: {e.What}";
        }
    }

    public async Task DisposeAsync()
    {
        if (_missing is null)
        {
            // A program that another test is just starting holds every file of this process open for a moment.
            await Qemu.Tools.RunAsync(KnownTools.Unmount, ["--lazy", _folder], "Unmount it by hand");
        }

        Directory.Delete(_folder);
    }
}
