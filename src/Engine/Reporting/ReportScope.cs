namespace V2K.Engine.Reporting;

/// <summary>The options with which a run finds the VMs of a report again, by name without dashes; a value is null where the option takes none.</summary>
/// <param name="Choice">What chooses them: <c>all</c>, <c>vm</c>, <c>wave</c>, <c>except</c>.</param>
/// <param name="Configuration">What names their configuration: <c>config</c>, <c>datastore</c>, …; empty where the file of the folder does.</param>
public sealed record ReportScope(IReadOnlyList<(string Option, string? Value)> Choice, IReadOnlyList<(string Option, string? Value)> Configuration)
{
    /// <summary>Every VM of the folder's configuration.</summary>
    public static ReportScope All { get; } = new([("all", null)], []);
}
