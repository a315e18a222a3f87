namespace V2K.Engine.Guests.Steps;

/// <summary>One thing that is done to a guest. A second run finds nothing to do.</summary>
public interface IGuestStep
{
    /// <summary>Its name for <c>--steps</c> and <c>--skip-steps</c>.</summary>
    string Name { get; }

    /// <summary>What it does, in the words of docs/reference/adjustments.md.</summary>
    string Description { get; }

    /// <summary>Does it, and notes every change; where it does not apply, does nothing.</summary>
    /// <exception cref="Rules.V2KException">The guest could not boot, or would lose something, without what failed.</exception>
    void Run(GuestWork guest);
}
