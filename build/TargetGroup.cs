namespace V2K.Build;

/// <summary>Targets that people use for one purpose, in the order of use.</summary>
/// <param name="Title">The purpose, as the help has it.</param>
/// <param name="Names">The targets.</param>
/// <param name="NeedsClone">Whether a published program cannot do them.</param>
public sealed record TargetGroup(string Title, IReadOnlyList<string> Names, bool NeedsClone = false)
{
    /// <summary>All groups, in the order of use.</summary>
    public static IReadOnlyList<TargetGroup> InOrder { get; } =
    [
        new("First", ["Init", "Doctor", "Setup"]),
        new("Look: nothing is changed", ["Inventory", "Plan", "Explain"]),
        new("Migrate", ["Migrate", "Translate", "Convert", "Adjust", "Define", "TestBoot", "CutOver"]),
        new("Check and report", ["Verify", "Report"]),
        new("Take back", ["RollBack", "Undefine", "Clean"]),
        new("Help", ["Default"]),
        new("V2K's own, in its clone", ["Test", "Bench", "Docs", "Guests", "Publish"], NeedsClone: true),
    ];

    /// <summary>The groups that this program can do.</summary>
    public static IEnumerable<TargetGroup> Usable => InOrder.Where(group => !group.NeedsClone || Repository.PublishedProgram is null);
}
