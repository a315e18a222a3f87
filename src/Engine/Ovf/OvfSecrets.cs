using V2K.Rules.Translation;

namespace V2K.Engine.Ovf;

/// <summary>
/// What of a description is a secret: the values of properties, which is how passwords get into a guest that is deployed, whether or not the description
/// calls one a password (ovf:password); and whatever has the name of a secret.
/// </summary>
internal static class OvfSecrets
{
    /// <summary>Hides the secrets of <paramref name="root"/>, of every VM in it: what is left out is shown, too.</summary>
    internal static void Hide(OvfElement root)
    {
        foreach (var element in root.Descendants())
        {
            if (IsSecret(element))
            {
                element.Hide();
            }

            foreach (var attribute in element.Attributes.Where(attribute => attribute.Name is not "password" && SecretKeys.Has(attribute.Name)))
            {
                attribute.Hide();
            }
        }
    }

    /// <summary>
    /// A property and its values in the deployment options, in a ProductSection or in the environment of a guest that was deployed; a pair of name and value
    /// (<c>vmw:ExtraConfig</c>, VirtualBox's <c>ExtraDataItem</c>, <c>GuestProperty</c> and <c>Property</c> of its display server) with the name of a secret;
    /// and an element with such a name.
    /// </summary>
    private static bool IsSecret(OvfElement element) => element switch
    {
        { Name: "Property", Space: not OvfNamespace.VirtualBox } => true,
        { Name: "Value", Parent.Name: "Property" } => true,
        _ when (element.Find("key") ?? element.Find("name")) is { } name => SecretKeys.Has(name.Text),
        _ => SecretKeys.Has(element.Name),
    };
}
