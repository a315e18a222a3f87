using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>
/// Holds a text against the file <c>Class.Method.verified.txt</c> beside the test. This and its neighbours stand in for the
/// package Verify.Xunit, with its public names: docs/decisions/0003-snapshot-helper.md.
/// </summary>
public static class Verifier
{
    /// <summary>Compares <paramref name="target"/> with the verified file, which ends in <paramref name="extension"/>.</summary>
    public static SettingsTask Verify(string? target, string extension = "txt", [CallerFilePath] string sourceFile = "") =>
        new(target ?? "null", extension, sourceFile, UseVerifyAttribute.Test);
}
