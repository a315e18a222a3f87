using System.Text;
using System.Text.RegularExpressions;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>What a guest says on its serial port, as plain text that grows.</summary>
/// <param name="path">The file QEMU writes it to.</param>
public sealed partial class SerialLog(string path)
{
    /// <summary>A guest that says more is repeating itself; the last of it counts.</summary>
    private const int MaximumText = 1 << 20;

    private readonly StringBuilder _text = new();
    private long _read;

    /// <summary>Everything so far, without colours and cursor movements.</summary>
    public string Text => Plain(_text.ToString());

    /// <summary>Reads on.</summary>
    /// <returns>Whether there was anything new.</returns>
    public bool Advance()
    {
        if (!File.Exists(path))
        {
            // virtlogd(8) puts a file away that is full, after 2 MiB by default, and begins another.
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _read = file.Length < _read ? 0 : _read;
        // A guest that fills the port faster than we read must not fill our memory.
        file.Position = Math.Max(_read, file.Length - MaximumText);
        var bytes = new byte[(int)Math.Max(0, file.Length - file.Position)];
        var got = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _read = file.Position;
        _text.Append(Encoding.UTF8.GetString(bytes, 0, got));
        if (_text.Length > MaximumText)
        {
            _text.Remove(0, _text.Length - MaximumText);
        }

        return got > 0;
    }

    /// <summary>Text as a person would see it on a terminal, line by line.</summary>
    public static string Plain(string text) => Controls().Replace(text.ReplaceLineEndings("\n").Replace('\r', '\n'), "");

    /// <summary>Control sequences of ECMA-48, operating system commands, and what else is not text.</summary>
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B]*(?:\x07|\x1B\\)|\x1B[@-Z\\^_=>()][0-9A-B]?|[\x00-\x08\x0B-\x1F\x7F]", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Controls();
}
