using System.Text;
using V2K.Engine.Guests;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests;

/// <summary>A guest whose root is a folder of the test's own.</summary>
internal sealed class FolderGuest : IGuestFiles, IDisposable
{
    private readonly TempFolder? _own;
    private readonly string _root;

    /// <summary>An empty guest, or the one in a folder that is there.</summary>
    public FolderGuest(string? root = null)
    {
        _own = root is null ? new TempFolder() : null;
        _root = root ?? _own!.Path;
    }

    /// <summary>What the guest's programs were asked to do.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>What <see cref="FreeBytes"/> says.</summary>
    public long Free { get; set; } = 1L << 30;

    /// <summary>Where a guest's path lies in truth.</summary>
    public string this[string path] => Path.Combine(_root, path.TrimStart('/'));

    public FolderGuest With(string path, string text)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        WriteText(path, text);
        return this;
    }

    public bool IsFile(string path) => File.Exists(this[path]);

    public bool IsFolder(string path) => Directory.Exists(this[path]);

    public string? LinkTarget(string path) => new FileInfo(this[path]).LinkTarget;

    /// <summary>Stars, and the one kind of brackets that the steps use.</summary>
    public IReadOnlyList<string> Glob(string pattern)
    {
        IEnumerable<string> found = [""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var regex = new System.Text.RegularExpressions.Regex(
                "^" + System.Text.RegularExpressions.Regex.Escape(part).Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace("\\[", "[", StringComparison.Ordinal).Replace("\\]", "]", StringComparison.Ordinal) + "$",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(1));
            found = found
                .Where(folder => Directory.Exists(this[folder]))
                .SelectMany(folder => Directory.EnumerateFileSystemEntries(this[folder]).Select(entry => folder + "/" + Path.GetFileName(entry)))
                .Where(entry => regex.IsMatch(Path.GetFileName(entry)))
                .ToList();
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    public long Length(string path) => new FileInfo(this[path]).Length;

    public string ReadText(string path) => File.ReadAllText(this[path], Encoding.Latin1);

    public byte[] ReadAt(string path, long offset, int count)
    {
        using var file = File.OpenRead(this[path]);
        file.Position = offset;
        var bytes = new byte[count];
        return bytes[..file.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }

    public void WriteText(string path, string text) => File.WriteAllText(this[path], text, Encoding.Latin1);

    public void Download(string path, string localPath) => File.Copy(this[path], localPath, overwrite: true);

    public void Upload(string localPath, string path) => File.Copy(localPath, this[path], overwrite: true);

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenWrite(this[path]);
        file.Position = offset;
        file.Write(content);
    }

    public void Truncate(string path, long length)
    {
        using var file = File.OpenWrite(this[path]);
        file.SetLength(length);
    }

    public void MakeFolder(string path) => Directory.CreateDirectory(this[path]);

    public void Remove(string path)
    {
        if (Directory.Exists(this[path]))
        {
            Directory.Delete(this[path], recursive: true);
        }

        File.Delete(this[path]);
    }

    public void Move(string path, string newPath) => File.Move(this[path], this[newPath]);

    public void Copy(string path, string newPath) => File.Copy(this[path], this[newPath]);

    public void Link(string target, string path) => File.CreateSymbolicLink(this[path], target);

    public void ChangeMode(string path, UnixFileMode mode) => File.SetUnixFileMode(this[path], mode);

    public long FreeBytes(string path) => Free;

    public bool TryTrim(string folder) => true;

    public string Run(params string[] command)
    {
        Commands.Add(string.Join(' ', command));
        return IsFile("/bin/" + command[0])
            ? ""
            : throw new V2KException($"{command[0]} is not in the guest", "Install it");
    }

    public void Dispose() => _own?.Dispose();
}
