namespace V2K.Engine.Concerns;

/// <summary>What <c>--ignore</c> does about a blocker.</summary>
public enum Ignoring
{
    /// <summary>The VM is migrated as if there were none.</summary>
    GoesOn,

    /// <summary>The VM is migrated without the disk.</summary>
    LeavesDiskOut,

    /// <summary>Nothing: the VM cannot continue, or another option exists for this.</summary>
    Impossible,
}
