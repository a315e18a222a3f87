using System.Globalization;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Disks;

/// <summary>A disk of a VM that cannot be read, and the descriptor that it may lack.</summary>
/// <param name="Device">Where it sits, such as <c>scsi0:0</c>.</param>
/// <param name="Failure">Why it cannot be read.</param>
/// <param name="Proposed">The descriptor to write; null where nothing can be proposed.</param>
public sealed record DescriptorAdvice(string Device, V2KException Failure, ProposedDescriptor? Proposed)
{
    private const string OldestHardware = "4";

    /// <summary>Looks at every disk of <paramref name="vm"/>, descriptors and headers alone.</summary>
    /// <returns>Those that cannot be read.</returns>
    /// <exception cref="V2KException">The .vmx cannot be read.</exception>
    public static IReadOnlyList<DescriptorAdvice> For(VirtualMachine vm, Config config)
    {
        ArgumentNullException.ThrowIfNull(vm);
        ArgumentNullException.ThrowIfNull(config);
        var paths = new DatastorePaths(config.Datastores, config.File);
        var (document, _) = VmxFile.Read(vm.VmxPath);
        return [.. TranslatedDomain.Make(vm, config, paths).Disks.Select(disk => For(disk, document, paths)).OfType<DescriptorAdvice>()];
    }

    private static DescriptorAdvice? For(DiskPlacement disk, VmxDocument document, DatastorePaths paths)
    {
        try
        {
            _ = DiskSummary.Read(disk.Source, paths);
            return null;
        }
        catch (V2KException failure)
        {
            // The file that fails may be a parent of the one that the VM names.
            var file = failure.File?.EndsWith(".vmdk", StringComparison.OrdinalIgnoreCase) == true ? failure.File : disk.Source;
            return new DescriptorAdvice(disk.VmxDevice, failure, ProposedDescriptor.For(file, Adapter(disk.VmxDevice, document), Hardware(document), paths));
        }
    }

    /// <summary>VMware knows three; what is neither IDE nor a BusLogic controller it calls lsilogic, pvscsi included.</summary>
    private static string Adapter(string device, VmxDocument document) =>
        device.StartsWith("ide", StringComparison.OrdinalIgnoreCase) ? "ide"
        : "buslogic".Equals(document.Find(device.Split(':')[0] + ".virtualDev"), StringComparison.OrdinalIgnoreCase) ? "buslogic"
        : "lsilogic";

    private static string Hardware(VmxDocument document) =>
        int.TryParse(document.Find("virtualHW.version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is > 0 and < 100
            ? version.ToString(CultureInfo.InvariantCulture)
            : OldestHardware;
}
