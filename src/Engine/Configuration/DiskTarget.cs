using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>A disk that goes to an existing block device of this host, instead of a file: <c>--disk='web01/scsi0:0=/dev/vg0/web01'</c>.</summary>
/// <param name="Vm">The VM by display name, folder or file name, or in full; null for the only one that is chosen.</param>
/// <param name="Device">Where the disk sits in VMware: <c>scsi0:0</c>.</param>
/// <param name="Path">The block device's full path, or <see cref="File"/>.</param>
public sealed record DiskTarget(string? Vm, string Device, string Path)
{
    /// <summary>The disk's content is on the device already: the domain gets it as it is, and nothing is copied.</summary>
    public bool IsAttached { get; init; }

    /// <summary>Stands for a path: the disk becomes a file, whatever was chosen for it before.</summary>
    public const string File = "file";

    /// <summary>Whether the configuration file says it, and not the command line of this run.</summary>
    public bool IsFromFile { get; init; }

    /// <summary>Whether the disk is to become a file, as it would without any choice.</summary>
    public bool IsFile => Path == File;

    /// <summary>Reads <c>[VM/]DEVICE=PATH</c> or <c>[VM/]DEVICE=file</c>.</summary>
    /// <exception cref="V2KException">The text has another form.</exception>
    public static DiskTarget Parse(string text)
    {
        // A VM's name may hold whatever separates here: the path begins at the last "=/".
        var equals = text.EndsWith("=" + File, StringComparison.Ordinal)
            ? text.Length - File.Length - 1
            : text.LastIndexOf("=/", StringComparison.Ordinal);
        var slash = equals < 0 ? -1 : text.LastIndexOf('/', equals);
        var device = equals < 0 ? "" : text[(slash + 1)..equals];
        return device.Length > 0 && device.Contains(':', StringComparison.Ordinal)
            ? new DiskTarget(slash > 0 ? text[..slash] : null, device, text[(equals + 1)..])
            : throw new V2KException(
                $"'{text}' is not of the form [VM/]DEVICE=PATH", "Write it like --disk='web01/scsi0:0=/dev/vg0/web01'", key: "--disk");
    }

    /// <summary>Whether this is about a disk of <paramref name="vm"/>.</summary>
    public bool IsOf(VirtualMachine vm) => Vm is null || vm.GoesBy(Vm);

    /// <summary>Refuses a device whose VM nobody can tell, and one that is named for two disks, by whatever names.</summary>
    /// <exception cref="V2KException">Several VMs are chosen, and <paramref name="targets"/> name none; or two of them are one device.</exception>
    public static void Require(IReadOnlyList<DiskTarget> targets, IReadOnlyList<VirtualMachine> chosen)
    {
        if (chosen.Count > 1 && targets.FirstOrDefault(target => target.Vm is null) is { } unclear)
        {
            throw new V2KException(
                $"{unclear.Device}={unclear.Path} names no VM, and {chosen.Count} are chosen",
                $"Write --disk='{chosen[0].FileName}/{unclear.Device}={unclear.Path}'",
                key: "--disk");
        }

        foreach (var device in targets.Where(target => !target.IsFile).DistinctBy(target => (target.Vm, target.Device)).GroupBy(target => RealPath.Of(target.Path), StringComparer.Ordinal))
        {
            // VMs of a cluster share a LUN, as they did in VMware.
            if (device.Count() > 1 && !(device.All(target => target.IsAttached) && device.DistinctBy(target => target.Vm, StringComparer.OrdinalIgnoreCase).Count() == device.Count()))
            {
                var names = string.Join(" and ", device.Select(target => $"{(target.Vm is null ? "" : target.Vm + "/")}{target.Device}={target.Path}"));
                throw new V2KException($"{names} are the same device, {device.Key}", "Name a different device for each disk", key: "--disk");
            }
        }
    }
}
