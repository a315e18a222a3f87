using System.IO.Hashing;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Ovf;
using V2K.Engine.State;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Engine.Stages;

/// <summary>
/// A translation with where it comes from. That holds on to the whole file, so it is for who explains a VM, not for who holds
/// thousands.
/// </summary>
/// <param name="Translation">What the file became.</param>
/// <param name="Provenance">Which rule read which line.</param>
public sealed record TracedDomain(TranslatedDomain Translation, Provenance Provenance)
{
    /// <summary>Reads, translates and places <paramref name="vm"/>, with what an earlier run found in the guest. Opens no disk.</summary>
    /// <exception cref="Rules.V2KException">The file cannot be read, or names a disk outside the datastores.</exception>
    public static TracedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths) =>
        Make(vm, config, paths, VmState.Read(vm.StatePath));

    private static TracedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths, VmState? state) => Make(
        vm, DiskChoices.Apply(config.Of(vm), state), paths, state?.Guest, state is { Guest: null } ? state.Steps.GetValueOrDefault(StepKey.Of(Stage.Adjust)) : null);

    /// <summary>The same, with what is <paramref name="found"/> in the guest; null where nobody has looked.</summary>
    /// <inheritdoc cref="Make(VirtualMachine, Config, DatastorePaths)"/>
    internal static TracedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths, GuestFound? found) =>
        Make(vm, config, paths, found, unseen: null);

    // unseen is how the guest was adjusted, where nothing is known to be found in it.
    private static TracedDomain Make(VirtualMachine vm, Config config, DatastorePaths paths, GuestFound? found, StepRecord? unseen)
    {
        var (document, bytes) = VmxFile.Read(vm.VmxPath, config.OvfChoicesOf(vm), out var export);
        var inFile = document.Find("numvcpus");
        document = config.Vcpus is { } vcpus ? document.With("numvcpus", $"{vcpus}") : document;
        var translated = Translator.Translate(document, config.TranslationOptions with
        {
            GuestFound = found,
            WindowsDrivers = unseen is not null ? WindowsDriverSource.Unseen : WindowsAdjusting.Source(config),
            IsAdjustedUnseen = unseen is not null && AdjustStage.LookedAtNoKernel(unseen),
        });
        var ordered = translated.Domain with { Interfaces = CardOrder.AsFound(translated.Domain.Interfaces) };
        var (domain, disks, findings) = DiskPlacement.Place(WithEnvironment(ordered, vm, config, export), vm, config, paths, out var unplaced);
        disks = [.. disks.Select(disk => disk with { Declared = export?.Capacities.TryGetValue(disk.VmxDevice, out var size) == true ? size : null })];
        return new TracedDomain(
            new TranslatedDomain(
                document.Find("guestOS"),
                Convert.ToHexString(XxHash128.Hash(bytes)),
                domain with
                {
                    Type = config.VirtType == VirtType.Qemu ? "qemu" : "kvm",
                    SourceVm = (domain.SourceVm ?? new SourceVm()) with { Path = vm.Id, Version = ProductVersion.Text },
                },
                disks,
                [.. translated.Findings, .. findings, .. Changed(config.Vcpus, inFile)])
            {
                System = translated.Facts.Guest,
                VmxDevices = [.. translated.Domain.Disks.Where(disk => disk.IsConverted).Select(disk => disk.VmxDevice)],
                Unplaced = unplaced,
                Environment = config.OvfEnvironment ? export?.Environment : null,
            },
            translated.Provenance);
    }

    /// <summary>What the configuration changes in the VM's own settings.</summary>
    private static IEnumerable<Finding> Changed(int? vcpus, string? inFile)
    {
        if (vcpus is { } wanted && inFile != $"{wanted}")
        {
            yield return Finding.Info(
                $"the configuration gives it {wanted} vCPUs",
                $"in VMware it has {inFile ?? "1"}",
                "To keep VMware's number, remove vcpus: from vms: in the configuration") with
            { Key = "numvcpus" };
        }
    }

    /// <summary>Inserts the image with the guest's properties into its first empty optical drive.</summary>
    private static Domain WithEnvironment(Domain domain, VirtualMachine vm, Config config, OvfExport? export)
    {
        var drive = domain.Disks.FirstOrDefault(disk => disk is { Device: DiskDevice.Cdrom, VmxFileName: null, Source: null });
        return !config.OvfEnvironment || export is null || drive is null
            ? domain
            : domain with { Disks = [.. domain.Disks.Select(disk => disk == drive ? disk with { Source = new DiskSource(TranslateStage.EnvironmentPath(vm), "raw") } : disk)] };
    }
}
