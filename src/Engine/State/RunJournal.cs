using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.Datastores;
using V2K.Engine.Libvirt;

namespace V2K.Engine.State;

/// <summary>
/// The runs that worked on VMs of a datastore: <c>.v2k/runs.jsonl</c> under its target, a line when a run starts and one when it ends. Lines are
/// only ever appended, each in one write, so that runs at the same time do not disturb one another.
/// </summary>
public static class RunJournal
{
    private const string FileName = "runs.jsonl";

    /// <summary>How much of the end of a file is read: thousands of runs.</summary>
    private const int MostBytesRead = 1 << 20;

    /// <summary>Notes that <paramref name="run"/> starts, or with <see cref="RunEntry.Finished"/>, what came of it.</summary>
    /// <param name="datastores">Those whose VMs it works on.</param>
    /// <param name="run">The run.</param>
    /// <param name="libvirt">The libvirt whose QEMU reads the results below the targets.</param>
    /// <exception cref="IOException">A target cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A target may not be written.</exception>
    public static void Append(IEnumerable<Datastore> datastores, RunEntry run, LibvirtUri libvirt)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(run, RunJournalJson.Default.RunEntry) + "\n");
        foreach (var path in datastores.Select(PathIn).Distinct(StringComparer.Ordinal))
        {
            ResultFolder.Make(Path.GetDirectoryName(path)!, libvirt);
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(line);
        }
    }

    /// <summary>The runs on VMs of <paramref name="datastores"/>, the latest first. A line that cannot be read is passed over: a crash may have cut it off.</summary>
    public static IReadOnlyList<RunEntry> Read(IEnumerable<Datastore> datastores)
    {
        var runs = new Dictionary<string, RunEntry>(StringComparer.Ordinal);
        foreach (var entry in datastores.Select(PathIn).Distinct(StringComparer.Ordinal).SelectMany(ReadFile))
        {
            runs[entry.Id] = runs.TryGetValue(entry.Id, out var known) && known.Finished is not null ? known : entry;
        }

        return [.. runs.Values.OrderByDescending(run => run.Started).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }

    private static string PathIn(Datastore datastore) => Path.Combine(datastore.Target, StateFolder.Name, FileName);

    private static IEnumerable<RunEntry> ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, MostBytesRead), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (TryParse(line) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static RunEntry? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RunJournalJson.Default.RunEntry) is { Id: not null, Who: not null, Command: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A run: who started it, when, and what came of it.</summary>
/// <param name="Id">Tells runs apart.</param>
/// <param name="Started">When it started, UTC.</param>
/// <param name="Who">User, host and process: <c>alice (as root) on kvm1, process 4711</c>.</param>
/// <param name="Command">The command line, without secrets.</param>
public sealed record RunEntry(string Id, DateTimeOffset Started, string Who, string Command)
{
    /// <summary>When it ended, UTC; null while it runs, and for a run that was killed.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Whether every VM got through; null where it did not end.</summary>
    public bool? Ok { get; init; }

    /// <summary>What came of it: <c>8 of 12 done, 4 not: erp-prod (running)</c>; null where it did not end.</summary>
    public string? Result { get; init; }

    /// <summary>A run of this process that starts now.</summary>
    /// <param name="command">The command line, without secrets.</param>
    public static RunEntry Start(string command)
    {
        var now = DateTimeOffset.UtcNow;
        var caller = Environment.GetEnvironmentVariable("SUDO_USER");
        var user = caller is null || caller == Environment.UserName ? Environment.UserName : $"{caller} (as {Environment.UserName})";
        return new RunEntry(
            $"{now:yyyyMMdd'T'HHmmss.fff'Z'}-{Environment.MachineName}-{Environment.ProcessId}",
            now,
            $"{user} on {Environment.MachineName}, process {Environment.ProcessId}",
            command);
    }
}

/// <summary>The journal's JSON, a line each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunEntry))]
internal sealed partial class RunJournalJson : JsonSerializerContext;
