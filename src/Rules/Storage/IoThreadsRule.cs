using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>A thread for disk I/O for each controller that had disks, so that it waits neither for the emulator's other work nor for another controller.</summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// →
/// &lt;iothreads&gt;1&lt;/iothreads&gt;
/// </example>
[Rule(nameof(Domain.IoThreads), Topic.Storage)]
public static class IoThreadsRule
{
    public static int? Map([From(nameof(Facts.Storage))] StoragePlan storage) => storage.IoThreads;
}
