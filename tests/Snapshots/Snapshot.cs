using System.Text;

namespace VerifyTests;

/// <summary>A verified text beside a test, and the received one where they differ. Both are UTF-8 with LF.</summary>
/// <param name="path">Where it lies, without <c>.verified.</c> and extension.</param>
/// <param name="extension">Its extension, without a dot.</param>
internal sealed class Snapshot(string path, string extension)
{
    /// <summary>Set to <c>accept</c>, it makes what a test received the verified text.</summary>
    public const string Variable = "SNAPSHOTS";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private string Verified => $"{path}.verified.{extension}";

    private string Received => $"{path}.received.{extension}";

    /// <summary>Compares <paramref name="text"/> with the verified file.</summary>
    /// <exception cref="VerifyException">They differ, or there is no verified file; the received one lies beside it.</exception>
    public async Task CompareAsync(string text)
    {
        var received = text.ReplaceLineEndings("\n");
        var verified = File.Exists(Verified)
            ? (await File.ReadAllTextAsync(Verified, Utf8)).ReplaceLineEndings("\n")
            : null;
        if (string.Equals(received, verified, StringComparison.Ordinal))
        {
            File.Delete(Received);
            return;
        }

        if (Accepts(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("CI")))
        {
            await Write(Verified, received);
            File.Delete(Received);
            return;
        }

        await Write(Received, received);
        throw new VerifyException(
            (verified is null ? $"{Verified} does not exist." : $"{Verified} differs. {FirstDifference(verified, received)}")
            + $"\nReceived: {Received}\nIf that is right, run the test again with {Variable}=accept.");
    }

    /// <summary>The first line in which two texts differ, with its 1-based number.</summary>
    public static string FirstDifference(string verified, string received)
    {
        var (left, right) = (verified.Split('\n'), received.Split('\n'));
        var line = 0;
        while (line < left.Length && line < right.Length && string.Equals(left[line], right[line], StringComparison.Ordinal))
        {
            line++;
        }

        return $"Line {line + 1}:\n  verified: {Show(left, line)}\n  received: {Show(right, line)}";
    }

    private static string Show(string[] lines, int index) => index < lines.Length ? $"'{lines[index]}'" : "(the text has ended)";

    /// <summary>Whether a received text becomes the verified one.</summary>
    /// <param name="wish">The value of <see cref="Variable"/>.</param>
    /// <param name="ci">The value of <c>CI</c>, which every build service sets to <c>true</c>.</param>
    public static bool Accepts(string? wish, string? ci)
    {
        if (!string.Equals(wish, "accept", StringComparison.Ordinal))
        {
            return false;
        }

        return string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase)
            ? throw new VerifyException($"{Variable}=accept is refused where CI=true: a person accepts snapshots.")
            : true;
    }

    private static async Task Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, Utf8);
    }
}
