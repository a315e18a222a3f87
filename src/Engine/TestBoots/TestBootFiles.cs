using V2K.Engine.Datastores;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;

namespace V2K.Engine.TestBoots;

/// <summary>What a test boot leaves beside the domain's XML, by full path.</summary>
/// <param name="Verdict"><c>web01.testboot.json</c>.</param>
/// <param name="SerialLog"><c>web01.testboot.log</c>: what the guest said on its serial port.</param>
/// <param name="Screenshot"><c>web01.testboot.png</c>: what its screen showed last.</param>
public sealed record TestBootFiles(string Verdict, string SerialLog, string Screenshot)
{
    private const string VerdictEnding = ".testboot.json";
    private const string LogEnding = ".testboot.log";
    private const string ScreenshotEnding = ".testboot.png";

    /// <summary>Those of <paramref name="vm"/>.</summary>
    public static TestBootFiles Of(VirtualMachine vm)
    {
        ArgumentNullException.ThrowIfNull(vm);
        return new(
            Path.ChangeExtension(vm.XmlPath, VerdictEnding),
            Path.ChangeExtension(vm.XmlPath, LogEnding),
            Path.ChangeExtension(vm.XmlPath, ScreenshotEnding));
    }

    /// <summary>What a file of a test boot is called without its ending, as its VM's XML is: <c>web01/web01</c>; null for another file.</summary>
    internal static string? VmOf(string path) =>
        new[] { VerdictEnding, LogEnding, ScreenshotEnding }.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.Ordinal)) is { } ending
            ? path[..^ending.Length]
            : null;

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => [Verdict, SerialLog, Screenshot];

    /// <summary>Replaces what an earlier test left; the verdict, which names the others, comes last.</summary>
    /// <returns>The verdict with the names.</returns>
    internal TestBootVerdict Keep(TestBootVerdict verdict, string serial, byte[]? screenshot)
    {
        foreach (var earlier in All)
        {
            File.Delete(earlier);
        }

        if (serial.Trim().Length > 0)
        {
            AtomicFile.WriteText(SerialLog, serial);
            verdict = verdict with { SerialLog = Path.GetFileName(SerialLog) };
        }

        if (screenshot is not null)
        {
            AtomicFile.WriteBytes(Screenshot, screenshot);
            verdict = verdict with { Screenshot = Path.GetFileName(Screenshot) };
        }

        verdict.Write(Verdict);
        return verdict;
    }
}
