namespace V2K.Engine.Ovf;

/// <summary>An attribute of a description.</summary>
internal sealed class OvfAttribute(OvfElement owner, string qualifiedName, string name, OvfNamespace space, int line, string value)
    : OvfPart(qualifiedName, name, space, line)
{
    /// <inheritdoc/>
    internal override string Text => value;

    /// <inheritdoc/>
    internal override string Title => $"{owner.Title} {QualifiedName}";
}
