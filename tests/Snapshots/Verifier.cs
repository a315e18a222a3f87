using System.Reflection;
using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>
/// Holds a text against the file <c>Class.Method.verified.txt</c> beside the test. This and its neighbours stand in for the
/// package Verify.Xunit, with its public names: docs/decisions/0003-snapshot-helper.md.
/// </summary>
public static class Verifier
{
    /// <summary>Compares <paramref name="target"/> with the verified file, which ends in <c>txt</c>.</summary>
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Verify(target, "txt", settings, sourceFile);

    /// <summary>Compares <paramref name="target"/> with the verified file, which ends in <paramref name="extension"/>.</summary>
    public static SettingsTask Verify(string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "")
    {
        var test = UseVerifyAttribute.Test;
        return new SettingsTask(settings, chosen => CompareAsync(Spell(target), extension, sourceFile, test, chosen));
    }

    /// <summary>An empty file is no snapshot: what there is none of has a word.</summary>
    private static string Spell(string? target) => target switch
    {
        null => "null",
        "" => "emptyString",
        _ => target,
    };

    private static async Task<VerifyResult> CompareAsync(string text, string extension, string sourceFile, MethodInfo test, VerifySettings settings)
    {
        var source = SourceFile.Locate(sourceFile, AppContext.BaseDirectory);
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, settings.Directory ?? "."));
        var name = settings.FileName ?? SnapshotName.Of(test, settings.Parameters);
        await new Snapshot(Path.Combine(folder, name), extension).CompareAsync(text);
        return new VerifyResult();
    }
}
