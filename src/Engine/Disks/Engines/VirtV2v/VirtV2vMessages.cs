using System.Text;
using System.Text.RegularExpressions;
using V2K.Engine.Guests;
using V2K.Engine.Tools;

namespace V2K.Engine.Disks.Engines.VirtV2v;

/// <summary>What virt-v2v and virt-v2v-in-place say: their progress and warnings on standard output, their errors on standard error.</summary>
internal static partial class VirtV2vMessages
{
    /// <summary>Runs <paramref name="program"/>, and takes what it says into <paramref name="log"/> even when it fails.</summary>
    /// <inheritdoc cref="ToolRunner.RunAsync"/>
    internal static async Task RunAsync(
        ToolRunner tools, Tool program, IReadOnlyList<string> arguments, string remedy, StepLog log, CancellationToken cancellation)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        try
        {
            await tools.RunAsync(
                program, arguments, remedy, line => output.Append(line).Append('\n'), onErrors: line => errors.Append(line).Append('\n'), cancellation: cancellation);
        }
        finally
        {
            log.Begin(program.Name);
            Write(output.ToString(), errors.ToString(), log);
        }
    }

    /// <summary>Takes all that was said into <paramref name="log"/>, as notes and warnings.</summary>
    internal static void Write(string output, string errors, StepLog log)
    {
        foreach (var message in Messages(output).Concat(Messages(errors)))
        {
            if (Warning().Match(message) is { Success: true } warning)
            {
                log.Warn($"virt-v2v: {message[warning.Length..]}");
            }
            else
            {
                log.Note(message);
            }
        }
    }

    /// <summary>A message may have several lines, even empty ones; only its first names the program.</summary>
    private static List<string> Messages(string text)
    {
        var messages = new List<string>();
        foreach (var line in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (messages.Count > 0 && Warning().IsMatch(messages[^1]) && !Begin().IsMatch(line))
            {
                messages[^1] = $"{messages[^1].TrimEnd()} {line.TrimStart()}";
            }
            else
            {
                messages.Add(line);
            }
        }

        return messages;
    }

    [GeneratedRegex(@"^virt-v2v(?:-in-place)?: warning: ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warning();

    /// <summary>The first line of a message of whatever program writes to the same place.</summary>
    [GeneratedRegex(@"^[\w.-]+(?:\[\d+\])?: |^\[ *[\d.]+\] ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Begin();
}
