using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>A disk to copy again although it is up to date: <c>--force=web01/scsi0:1</c>.</summary>
/// <param name="Vm">The VM by display name, folder or file name, or in full; null for every chosen VM.</param>
/// <param name="Device">Where the disk sits in VMware: <c>scsi0:1</c>.</param>
public sealed record ForcedDisk(string? Vm, string Device)
{
    /// <summary>May stand before a disk, for who thinks of it as a kind of thing: <c>disk:scsi0:1</c>.</summary>
    private const string Kind = "disk:";

    /// <summary>Reads <c>[VM/]DEVICE</c>, several divided by commas; nothing for <c>--force</c> alone.</summary>
    /// <exception cref="V2KException">The text has another form.</exception>
    public static IEnumerable<ForcedDisk> ParseAll(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse);

    /// <summary>Whether this is the disk at <paramref name="device"/> of <paramref name="vm"/>.</summary>
    public bool Is(VirtualMachine vm, string? device) => IsOf(vm) && Device.Equals(device, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this is a disk of <paramref name="vm"/>.</summary>
    public bool IsOf(VirtualMachine vm) => Vm is null || vm.GoesBy(Vm);

    private static ForcedDisk Parse(string text)
    {
        var name = text.StartsWith(Kind, StringComparison.Ordinal) ? text[Kind.Length..] : text;
        var slash = name.LastIndexOf('/');
        var device = name[(slash + 1)..];
        var colon = device.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < device.Length - 1
            ? new ForcedDisk(slash > 0 ? name[..slash] : null, device)
            : throw new V2KException(
                $"'{text}' is not a disk", "Write it like --force=scsi0:1 or --force=web01/scsi0:1, or --force without a value for all results", key: "--force");
    }
}
