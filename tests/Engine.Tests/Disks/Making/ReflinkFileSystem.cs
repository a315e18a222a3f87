using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>A small XFS on a loop device, for the tests that need shared blocks.</summary>
public sealed class ReflinkFileSystem : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-xfs-").FullName;
    private string? _missing;

    private string MountPoint => Path.Combine(_folder, "mnt");

    /// <summary>The mount point; skips the test, saying why, where there is none.</summary>
    public string Require()
    {
        Skip.If(_missing is not null, _missing);
        return MountPoint;
    }

    public async Task InitializeAsync()
    {
        if (KnownTools.MakeXfs.Find() is null)
        {
            _missing = "mkfs.xfs is not installed: --target=Setup installs it";
            return;
        }

        var image = Path.Combine(_folder, "image");
        Directory.CreateDirectory(MountPoint);
        using (var file = File.Create(image))
        {
            file.SetLength(600 << 20);
        }

        try
        {
            await Qemu.Tools.RunAsync(KnownTools.MakeXfs, ["-q", "-m", "reflink=1", image], "Read what it says");
            await Qemu.Tools.RunAsync(KnownTools.Mount, ["-o", "loop", image, MountPoint], "Run the tests as root");
        }
        catch (V2KException e)
        {
            _missing = $"an XFS on a loop device cannot be mounted here: {e.What}";
        }
    }

    public async Task DisposeAsync()
    {
        if (_missing is null)
        {
            // A program that another test is just starting holds every file of this process open for a moment.
            await Qemu.Tools.RunAsync(KnownTools.Unmount, ["--lazy", MountPoint], "Unmount it by hand");
        }

        Directory.Delete(_folder, recursive: true);
    }
}
