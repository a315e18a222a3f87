namespace V2K.Benchmarks.Disks;

/// <summary>One row of the table: a copy by the native engine and the same by others.</summary>
/// <param name="Title">What is copied to what.</param>
/// <param name="Make">Makes the source, unless it is there.</param>
/// <param name="Target">The file to make.</param>
/// <param name="Format">Its format, as <c>--format</c> names it.</param>
/// <param name="Goal">How many times as fast as the best of the others the copy is to be.</param>
/// <param name="Others">The commands that do the same, given the source.</param>
internal sealed record DiskCase(
    string Title, Func<MadeDisk> Make, string Target, string Format, double Goal, Func<MadeDisk, IEnumerable<string[]>> Others)
{
    /// <summary>As <c>--cache</c> names it.</summary>
    internal string Cache { get; init; } = "auto";

    /// <summary>Whether source and target are to share blocks.</summary>
    internal bool IsShared { get; init; }
}
