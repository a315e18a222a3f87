namespace V2K.Engine.Tests.Disks.Making;

/// <summary>A folder of its own for a test; gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Memory, where there is some: hundreds of small copies would otherwise wait for hundreds of fsyncs.</summary>
    private static readonly string Root =
        Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > 1 << 30 ? "/dev/shm" : System.IO.Path.GetTempPath();

    public string Path { get; } =
        Directory.CreateDirectory(System.IO.Path.Combine(Root, $"v2k-disks-{Guid.NewGuid():N}")).FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
