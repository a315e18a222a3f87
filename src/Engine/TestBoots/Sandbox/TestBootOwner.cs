using System.Globalization;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>
/// The run that a test domain, a sandbox network or a scratch folder belongs to. It stands in their names, so that a later run
/// knows which of them have no owner left to remove them.
/// </summary>
/// <param name="Process">Its process number.</param>
/// <param name="StartTime">When that process started, in clock ticks since boot: numbers are used again, this pair is not.</param>
/// <param name="Boot">The first eight digits of the boot's identity.</param>
public sealed record TestBootOwner(int Process, long StartTime, string Boot)
{
    private const string Prefix = "v2k-test-";

    private static int _made;

    /// <summary>This run.</summary>
    public static TestBootOwner Current { get; } = new(Environment.ProcessId, StartTimeOf(Environment.ProcessId) ?? 0, BootNow);

    private static string BootNow => File.ReadAllText("/proc/sys/kernel/random/boot_id")[..8];

    /// <summary>Whether the process still runs.</summary>
    public bool IsAlive => Boot == BootNow && StartTimeOf(Process) == StartTime;

    /// <summary>A name that no other test has: <c>v2k-test-1a2b-5f3c21-78fb19a5-1</c>.</summary>
    public string NewName() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{Process:x}-{StartTime:x}-{Boot}-{Interlocked.Increment(ref _made)}");

    /// <summary>Whose <paramref name="name"/> is; null for a name of another kind.</summary>
    public static TestBootOwner? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && name[Prefix.Length..].Split('-') is [var process, var start, { Length: 8 } boot, _]
            && int.TryParse(process, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            ? new TestBootOwner(number, ticks, boot)
            : null;
    }

    /// <summary>Field 22 of proc_pid_stat(5). The name in field 2 may hold anything, its last parenthesis ends it.</summary>
    private static long? StartTimeOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            // It ended between opening and reading.
            return null;
        }
    }
}
