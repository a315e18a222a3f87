using System.Globalization;
using System.Text;
using SharpFuzz;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Fuzzing;

/// <summary>
/// A run of AFL++ on a target: this program is copied, V2K's own assemblies in the copy are made to tell which branches
/// they take (SharpFuzz), and AFL++ feeds the copy. A further run continues where the last one stopped.
/// </summary>
internal sealed class AflSession(FuzzTarget target, string folder)
{
    /// <summary>https://aflplus.plus/docs/env_variables/: what does not hold for .NET is not asked for.</summary>
    private static readonly Dictionary<string, string?> Environment = new(StringComparer.Ordinal)
    {
        ["AFL_AUTORESUME"] = "1",
        ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1",
        ["AFL_NO_AFFINITY"] = "1",
        ["AFL_NO_UI"] = "1",
        ["AFL_SKIP_BIN_CHECK"] = "1",
        ["AFL_SKIP_CPUFREQ"] = "1",
        // Code must not change under the fuzzer while .NET warms up.
        ["DOTNET_TieredPGO"] = "0",
    };

    private readonly string _program = Path.Combine(folder, "program");

    /// <summary>The files that made the target fail or hang, in all runs so far.</summary>
    internal IReadOnlyList<string> Finds =>
    [
        .. new[] { "crashes", "hangs" }
            .Select(kind => Path.Combine(folder, "findings", "default", kind))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Where(file => Path.GetFileName(file).StartsWith("id", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Fuzzes for <paramref name="time"/>.</summary>
    /// <exception cref="V2KException">AFL++ is missing, or does not get on with the target.</exception>
    internal async Task RunAsync(TimeSpan time)
    {
        if (KnownTools.AflFuzz.Find() is null)
        {
            throw new V2KException("AFL++ is not installed", "Install afl++, which Fedora calls american-fuzzy-lop and openSUSE afl");
        }

        Directory.CreateDirectory(target.Seeds);
        target.MakeSeeds?.Invoke(target.Seeds);
        Instrument();
        var words = Path.Combine(folder, "words");
        await File.WriteAllLinesAsync(words, target.Words.Distinct(StringComparer.OrdinalIgnoreCase).Select(Quote));
        var runner = new ToolRunner(Console.WriteLine) { Environment = Environment };
        await runner.RunAsync(
            KnownTools.AflFuzz,
            [
                "-i", target.Seeds,
                "-o", Path.Combine(folder, "findings"),
                "-x", words,
                "-m", "none",
                // Milliseconds that a file may take.
                "-t", "5000",
                "-V", ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                KnownTools.Dotnet.Find()!, Path.Combine(_program, "V2K.Fuzzing.dll"), target.Name,
            ],
            "Read its messages; AFL_DEBUG=1 makes it say more",
            onOutput: Console.WriteLine);
    }

    private void Instrument()
    {
        if (Directory.Exists(_program))
        {
            Directory.Delete(_program, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_program, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var assembly in new[] { "V2K.Rules.dll", "V2K.Engine.dll" })
        {
            Fuzzer.Instrument(Path.Combine(_program, assembly), type => type.StartsWith("V2K.", StringComparison.Ordinal), Options.Value);
        }
    }

    /// <summary>AFL++'s dictionary: a quoted string a line.</summary>
    private static string Quote(string word)
    {
        var quoted = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(word))
        {
            _ = b is > (byte)' ' and < 0x7F and not (byte)'"' and not (byte)'\\'
                ? quoted.Append((char)b)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
        }

        return quoted.Append('"').ToString();
    }
}
