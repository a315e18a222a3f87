namespace V2K.Generators.Parsing;

/// <summary>The types of V2K.Rules that the generator knows by name.</summary>
internal static class Names
{
    public const string Rule = "V2K.Rules.Annotations.RuleAttribute";
    public const string ForEach = "V2K.Rules.Annotations.ForEachAttribute";
    public const string Vmx = "V2K.Rules.Annotations.VmxAttribute";
    public const string Index = "V2K.Rules.Annotations.IndexAttribute";
    public const string From = "V2K.Rules.Annotations.FromAttribute";
    public const string BuiltIn = "V2K.Rules.Annotations.BuiltInAttribute";
    public const string VmxName = "V2K.Rules.Annotations.VmxNameAttribute";
    public const string Ignored = "V2K.Rules.Annotations.IgnoredAttribute";
    public const string Concern = "V2K.Rules.Annotations.ConcernAttribute";
    public const string SecretText = "V2K.Rules.SecretText";
    public const string Options = "V2K.Rules.Translation.TranslationOptions";
    public const string Mapped = "V2K.Rules.Translation.Mapped`1";
    public const string Domain = "V2K.Rules.Model.Domain";
    public const string Facts = "V2K.Rules.Model.Facts";
}
