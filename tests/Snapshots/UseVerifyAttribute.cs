using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>Lets <see cref="Verifier"/> know which test runs; the build puts it on every assembly with snapshots.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Running = new();

    /// <summary>The running test.</summary>
    internal static MethodInfo Test => Running.Value
        ?? throw new InvalidOperationException("Verify was called outside a test, or its project does not say UsesSnapshots.");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => Running.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Running.Value = null;
}
