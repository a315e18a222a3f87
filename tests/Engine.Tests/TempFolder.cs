namespace V2K.Engine.Tests;

/// <summary>A folder of a test's own, gone with the test.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Memory, where there is some: hundreds of small copies would otherwise wait for hundreds of fsyncs.</summary>
    private static readonly string Root =
        Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > 1 << 30 ? "/dev/shm" : System.IO.Path.GetTempPath();

    /// <summary>Makes it in <paramref name="parent"/>, for tests that need a certain file system.</summary>
    public TempFolder(string? parent = null) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent ?? Root, $"v2k-test-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string File(string name) => this[name];

    /// <summary>Writes a file, and its folders as needed; returns its full path.</summary>
    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
