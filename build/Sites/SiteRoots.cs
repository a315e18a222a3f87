namespace V2K.Build.Sites;

/// <summary>Folders outside V2K that hold site folders.</summary>
public static class SiteRoots
{
    /// <summary>The environment variable that names them, with <c>|</c> between several; src/Rules/V2K.Rules.csproj reads it in a clone.</summary>
    public const string Variable = "V2K_SITES";

    /// <summary>Those that <see cref="Variable"/> names, as full paths; empty for none.</summary>
    public static IReadOnlyList<string> Outside => Split(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The full paths in <paramref name="text"/>.</summary>
    public static IReadOnlyList<string> Split(string? text) =>
        [.. (text ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath)];
}
