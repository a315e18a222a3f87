using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>A VM whose memory is saved in a <c>.vmss</c> file; where the .vmx names it, a rule has said so already.</summary>
internal sealed class SuspendedConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm) =>
        vm.Own(".vmss").FirstOrDefault() is { } saved && !vm.Translation!.Findings.Any(finding => finding.Id == FindingId.Suspended)
            ?
            [
                Finding.Blocker(
                    $"the VM is suspended: its memory is saved in {saved}",
                    "its disks are those of a running guest, and the content of its memory is lost",
                    "Resume it in VMware and shut it down; if it is off, the file is a leftover: delete it, or override this").As(FindingId.Suspended),
            ]
            : [];
}
