using System.Xml.Linq;
using V2K.Engine.Interop;
using V2K.Engine.Libvirt;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>The files of one test boot: an overlay a disk, the firmware's variables, the serial port's log.</summary>
/// <param name="Path">The folder, named after its owner.</param>
internal sealed record ScratchFolder(string Path)
{
    /// <summary>QEMU's user passes through, and lists nothing.</summary>
    private const UnixFileMode Passage =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly Stack<string> _letRead = new();

    /// <summary>Where the serial port is written down.</summary>
    internal string SerialFile => System.IO.Path.Combine(Path, "serial.log");

    /// <summary>Where UEFI keeps its variables.</summary>
    internal string VariablesFile => System.IO.Path.Combine(Path, "variables.fd");

    /// <summary>Makes an empty folder called <paramref name="name"/>.</summary>
    /// <exception cref="V2KException">There is no such parent folder, or it cannot be written.</exception>
    internal static ScratchFolder Create(string parent, string name)
    {
        if (!Directory.Exists(parent))
        {
            throw new V2KException("there is no such folder", "Create it, or name another with --scratch=FOLDER", parent, key: "--scratch");
        }

        var path = System.IO.Path.Combine(parent, name);
        Directory.CreateDirectory(path, Passage);
        // The process's mask may have taken a right away.
        File.SetUnixFileMode(path, Passage);
        var folder = new ScratchFolder(path);
        File.Create(folder.SerialFile).Dispose();
        return folder;
    }

    /// <summary>Makes an overlay of every disk of <paramref name="defined"/>, and copies the firmware's variables if there are any yet.</summary>
    /// <returns>The overlays by target, such as <c>vda</c>.</returns>
    internal async Task<IReadOnlyDictionary<string, Overlay>> FillAsync(XElement defined, ToolRunner runner, CancellationToken cancellation)
    {
        var overlays = new Dictionary<string, Overlay>(StringComparer.Ordinal);
        foreach (var disk in defined.Devices("disk").Where(disk => disk.Get("device") is null or "disk"))
        {
            var target = disk.Element("target")?.Get("dev") ?? "";
            var source = disk.Element("source");
            if ((source?.Get("file") ?? source?.Get("dev")) is not { } backing)
            {
                throw new V2KException(
                    $"disk {target} is of type {disk.Get("type")}, which a test boot cannot put an overlay on",
                    "Define it as a file or a block device");
            }

            if (!File.Exists(backing))
            {
                throw new V2KException("does not exist", "Run --target=Convert, or mount the file system that holds it", backing);
            }

            var format = disk.Element("driver")?.Get("type") ?? "raw";
            var overlay = new Overlay(
                System.IO.Path.Combine(Path, $"{target}.qcow2"),
                backing,
                format,
                IsBlock: source!.Attribute("dev") is not null,
                IsReadable: LetRead(backing, isBlock: source!.Attribute("dev") is not null));
            await runner.RunAsync(
                KnownTools.QemuImg,
                ["create", "-q", "-f", "qcow2", "-F", format, "-b", backing, overlay.File],
                "Convert the disk again, or fix the storage that holds it",
                cancellation: cancellation);
            overlays.Add(target, overlay);
        }

        if (defined.Element("os")?.Element("nvram") is { } variables
            && (variables.Element("source")?.Get("file") ?? variables.Value.Trim()) is { Length: > 0 } present && File.Exists(present))
        {
            File.Copy(present, VariablesFile);
        }

        return overlays;
    }

    /// <summary>Deletes it with its content, and removes the read permissions of QEMU's user.</summary>
    internal void Delete()
    {
        while (_letRead.TryPop(out var disk))
        {
            if (File.Exists(disk))
            {
                AccessList.Remove(disk);
            }
        }

        Directory.Delete(Path, recursive: true);
    }

    /// <summary>
    /// Whether QEMU's user can read a disk as it is, or by an access control list that it has for the time of the test: libvirt would make that user the disk's
    /// owner, and never give it back.
    /// </summary>
    private bool LetRead(string disk, bool isBlock)
    {
        var mode = File.GetUnixFileMode(disk);
        if (mode.HasFlag(UnixFileMode.OtherRead))
        {
            return true;
        }

        if (isBlock || mode != (UnixFileMode.UserRead | UnixFileMode.UserWrite) || QemuUser.Find() is not { } user)
        {
            return false;
        }

        if (Posix.Status(disk).Owner == user)
        {
            return true;
        }

        if (!AccessList.TryLetRead(disk, user))
        {
            return false;
        }

        _letRead.Push(disk);
        return true;
    }
}
