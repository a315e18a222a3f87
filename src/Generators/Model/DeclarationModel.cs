namespace V2K.Generators.Model;

/// <summary>An <c>[Ignored]</c> or <c>[Concern]</c>: keys that are known and that no rule needs to map.</summary>
/// <param name="Class">The class that has it, with its <c>global::</c> name.</param>
/// <param name="Key">The key pattern; a closing <c>*</c> takes every key that begins so.</param>
/// <param name="Topic">The member of <c>Topic</c>.</param>
/// <param name="Severity">The member of <c>Severity</c>; null: ignored.</param>
/// <param name="Text">Why it is ignored, or what it changes for the guest.</param>
/// <param name="Remedy">What to do about a concern.</param>
/// <param name="When">The one value that raises a concern; null: any that is not empty, FALSE or 0.</param>
/// <param name="Except">A value that does not raise it; null for none.</param>
/// <param name="Id">The kind of finding; null: the key names it.</param>
/// <param name="Site">The site it belongs to; null for a built-in one.</param>
/// <param name="IsSecret">Whether its keys hold secrets; null: the next wider declaration decides.</param>
/// <param name="Order">Its place among the attributes of its class.</param>
internal sealed record DeclarationModel(
    string Class,
    string Key,
    string Topic,
    string? Severity,
    string Text,
    string Remedy,
    string? When,
    string? Except,
    string? Id,
    string? Site,
    bool? IsSecret,
    int Order)
{
    public bool IsConcern => Severity is not null;

    /// <summary>Tells its attribute from the others of its class.</summary>
    public string Place => $"{(IsConcern ? "concern" : "ignored")} {Order}";
}
