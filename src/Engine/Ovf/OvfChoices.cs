namespace V2K.Engine.Ovf;

/// <summary>What the administrator decided about an exported VM.</summary>
/// <param name="Deployment">The deployment option; null for the description's default.</param>
/// <param name="HasEnvironment">Whether its guest gets an ISO image with the properties of the description.</param>
public sealed record OvfChoices(string? Deployment, bool HasEnvironment)
{
    /// <summary>Nothing.</summary>
    public static OvfChoices None { get; } = new(null, HasEnvironment: false);
}
