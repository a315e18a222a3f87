namespace V2K.Engine.CutOvers.Hooks;

/// <summary>When a hook runs.</summary>
public enum HookEvent
{
    /// <summary>Before a VM is expected to be shut down: the hook may shut it down.</summary>
    BeforeCutOver,

    /// <summary>After the guest runs, or can run, under KVM.</summary>
    AfterCutOver,

    /// <summary>After a cut-over failed.</summary>
    OnFailure,
}

/// <summary>A program of the administrator's: an entry of <c>hooks:</c>.</summary>
/// <param name="Event">When it runs.</param>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">Its arguments; <c>{vm}</c> in them becomes the VM's display name.</param>
/// <param name="Line">The line in the configuration.</param>
public sealed record Hook(HookEvent Event, string Program, IReadOnlyList<string> Arguments, int Line)
{
    private const string VmPlaceholder = "{vm}";

    /// <summary>The arguments for the VM with the display name <paramref name="vm"/>; each stays one argument, whatever is in the name.</summary>
    public IReadOnlyList<string> ArgumentsFor(string vm) => [.. Arguments.Select(argument => argument.Replace(VmPlaceholder, vm, StringComparison.Ordinal))];
}

/// <summary><c>hooks:</c> of the configuration.</summary>
public sealed record HookSettings
{
    /// <summary>How long a hook may take by default.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The hooks, at most one for each event.</summary>
    public IReadOnlyList<Hook> Programs { get; init; } = [];

    /// <summary>The hook for <paramref name="moment"/>; null where there is none.</summary>
    public Hook? this[HookEvent moment] => Programs.FirstOrDefault(hook => hook.Event == moment);

    /// <summary>How long each may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
