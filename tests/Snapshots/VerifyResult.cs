namespace VerifyTests;

/// <summary>A comparison that found no difference.</summary>
public sealed class VerifyResult
{
    internal VerifyResult()
    {
    }
}
