using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Ovf;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>What a VM's .vmx file became, and its disks placed.</summary>
/// <param name="Guest">VMware's identifier of the guest operating system; null where the file has none.</param>
/// <param name="ContentHash">XXH128 of the file's bytes, in hexadecimal.</param>
/// <param name="Domain">The domain, its drives pointing at files of the KVM host.</param>
/// <param name="Disks">The disks to convert.</param>
/// <param name="Findings">Everything the administrator should know.</param>
public sealed record TranslatedDomain(
    string? Guest,
    string ContentHash,
    Domain Domain,
    IReadOnlyList<DiskPlacement> Disks,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The guest operating system that the domain was made for: as it was found on the disks, else as the file makes expect.</summary>
    public GuestSystem System { get; init; } = GuestSystem.Unknown;

    /// <summary>Where the guest had disks in VMware (<c>scsi0:0</c>), those included that it does not get, or gets without a copy: its kernel counted them all.</summary>
    public IReadOnlyList<string> VmxDevices { get; init; } = [.. Disks.Select(disk => disk.VmxDevice)];

    /// <summary>The disks that the domain has from devices of this host as they are.</summary>
    public IEnumerable<Disk> Attached => Domain.Disks.Where(disk => disk.IsAttached);

    /// <summary>The disks of the .vmx whose files cannot be found here; <see cref="Findings"/> has a blocker for each.</summary>
    public IReadOnlyList<UnplacedDisk> Unplaced { get; init; } = [];

    /// <summary>The properties for the guest of an exported VM, which an ISO image holds; null without an image.</summary>
    internal OvfEnvironment? Environment { get; init; }

    /// <inheritdoc cref="TracedDomain.Make(VirtualMachine, Config, DatastorePaths)"/>
    public static TranslatedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths) => TracedDomain.Make(vm, config, paths).Translation;
}
