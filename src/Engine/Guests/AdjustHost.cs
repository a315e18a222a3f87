using V2K.Engine.Tools;

namespace V2K.Engine.Guests;

/// <summary>What adjusting asks of this host.</summary>
/// <param name="Tools">Runs programs.</param>
/// <param name="KvmWorks">Whether appliances can run by KVM; where it only seems so, they hang.</param>
public sealed record AdjustHost(ToolRunner Tools, Func<CancellationToken, Task<bool>> KvmWorks);
