using System.Runtime.CompilerServices;
using VerifyTests;
using Xunit.Sdk;

namespace VerifyXunit;

public static class Verifier
{
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        throw new NotSupportedException();

    public static SettingsTask Verify(string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        throw new NotSupportedException();
}

[AttributeUsage(AttributeTargets.Assembly)]
public class UseVerifyAttribute : BeforeAfterTestAttribute;
