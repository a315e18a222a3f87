namespace V2K.Generators;

/// <summary>The tracked steps of the generator, by which tests see what an edit makes run again.</summary>
internal static class StepNames
{
    public const string SiteRoots = nameof(SiteRoots);
    public const string Rules = nameof(Rules);
    public const string Declarations = nameof(Declarations);
    public const string Models = nameof(Models);
    public const string Diagnostics = nameof(Diagnostics);
}
