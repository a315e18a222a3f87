using V2K.Engine.Guests;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests;

/// <summary>An ordinary guest: one SCSI disk that becomes virtio, one vmxnet3 card in slot 192.</summary>
internal static class Guest
{
    public const string RootUuid = "11111111-2222-3333-4444-555555555555";
    public const string SwapUuid = "99999999-2222-3333-4444-555555555555";

    public static readonly GuestDisk Disk = new("scsi0:0", "sda", "vda", "sda");

    public static readonly NetworkCard Card = new(Mac("00:50:56:aa:bb:cc"), VmwareSlot: 192, "virtio", KeepsName: false);

    /// <summary>Partitions 1 and 5 of the disk have UUIDs; nothing else has.</summary>
    public static DeviceNames Names(params GuestDisk[] disks) => new(
        disks.Length > 0 ? disks : [Disk],
        device => device switch
        {
            "/dev/sda1" => new Dictionary<string, string>(StringComparer.Ordinal) { ["UUID"] = RootUuid },
            "/dev/sda5" => new Dictionary<string, string>(StringComparer.Ordinal) { ["UUID"] = SwapUuid },
            _ => new Dictionary<string, string>(StringComparer.Ordinal),
        });

    public static GuestMachine Machine(params NetworkCard[] cards) =>
        new(IsUefi: false, new HashSet<DiskBus> { DiskBus.Virtio }, cards.Length > 0 ? cards : [Card]);

    public static GuestWork Work(FolderGuest files, AdjustOptions? options = null, GuestMachine? machine = null) =>
        new(files, Names(), machine ?? Machine(), options ?? new AdjustOptions(), new StepLog());

    public static MacAddress Mac(string text) => MacAddress.TryParseVmx(text, out var mac) ? mac : throw new FormatException(text);
}
