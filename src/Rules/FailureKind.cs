namespace V2K.Rules;

/// <summary>Why a command did not do what was asked. The program's exit code follows from it.</summary>
public enum FailureKind
{
    /// <summary>Work failed: a copy, a program, a host that lacks something.</summary>
    Failed,

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    Usage,

    /// <summary>A concern stopped the VM before its work began.</summary>
    Blocked,
}
