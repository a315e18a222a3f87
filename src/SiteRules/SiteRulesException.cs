using V2K.Rules;

namespace V2K.SiteRules;

/// <summary>A site's rules do not compile.</summary>
/// <param name="errors">What is wrong, each with its file and line; at least one.</param>
public sealed class SiteRulesException(IReadOnlyList<V2KException> errors) : Exception(errors[0].Message)
{
    /// <summary>What is wrong, in the order of the files.</summary>
    public IReadOnlyList<V2KException> Errors => errors;
}
