using V2K.Engine.Concerns;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>
/// A disk that is in the .vmx and cannot be found here: its datastore is not configured, or its name leads out of all of them. The rest of the
/// VM can be read all the same.
/// </summary>
/// <param name="VmxDevice">Where it sits in VMware: <c>scsi0:1</c>.</param>
/// <param name="File">The file as the .vmx spells it.</param>
/// <param name="Failure">Why it cannot be found.</param>
public sealed record UnplacedDisk(string VmxDevice, string File, V2KException Failure)
{
    /// <summary>Stops the VM; where it is ignored, the disk is left out of the domain, too.</summary>
    internal Finding Finding => Concern.Of(Failure, FindingId.UnmappedDatastore) with { Key = VmxDevice + ".fileName" };
}
