namespace V2K.Engine.Stages;

/// <summary>What a stage does for one VM. VMs go through the stages independently of one another.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="RunAsync">
/// Does all of its steps for a VM; throws <see cref="Rules.V2KException"/> if the VM cannot continue. Called from several
/// threads for different VMs; what takes long asks the <see cref="WorkBudget"/> first.
/// </param>
public sealed record VmStage(Stage Stage, Func<VmJob, CancellationToken, Task> RunAsync);
