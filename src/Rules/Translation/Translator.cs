using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>
/// Turns a VMX file into a libvirt domain. The body is generated at compile time from the rule classes: no reflection,
/// no regular expression and no dictionary of keys at run time, and for one file always the same result.
/// </summary>
public static partial class Translator
{
    /// <summary>Translates one VM.</summary>
    /// <exception cref="V2KException">The site is unknown, or a rule broke.</exception>
    public static partial TranslatedVm Translate(VmxDocument document, TranslationOptions options);

    private static V2KException UnknownSite(string site) => new(
        $"site {site} has no rules",
        RuleCatalogue.Sites.Count == 0
            ? Place(site, "Put")
            : $"Choose one of {string.Join(", ", RuleCatalogue.Sites)}, or {Place(site, "put")}",
        key: "site")
    { Kind = FailureKind.Usage };

    private static string Place(string site, string put) => $"{put} its rules into sites/{site} or into a folder that V2K_SITES names";
}
