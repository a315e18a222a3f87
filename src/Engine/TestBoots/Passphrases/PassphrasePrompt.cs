using System.Text.RegularExpressions;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.TestBoots.Passphrases;

/// <summary>The question for the passphrase of an encrypted disk: cryptsetup's, initramfs-tools' and systemd's.</summary>
public static class PassphrasePrompt
{
    /// <summary>A regular expression for it, to the end of its line.</summary>
    internal const string Pattern = @"(?:Please (?:enter passphrase|unlock disk)[^\n]*|Enter passphrase for [^\n]*)";

    /// <summary>Up to what people type, which shows as stars, or to the hint how not to have them.</summary>
    private static readonly Regex Question =
        GuestPattern.Compile(@"Please (enter passphrase|unlock disk)[^\n*(]*(\([^\n*(]*\)[^\n*(]*:)?|Enter passphrase for [^\n*]*");

    /// <summary>The kernel's, empty lines, and the end of a question that was too long for its line.</summary>
    private static readonly Regex Unrelated =
        GuestPattern.Compile(@"^\s*(\[ *[0-9]+\.[0-9]+\].*|\(?(press )?TAB for no echo\)[\s*]*|[\s*]*)$");

    /// <summary>
    /// The question that <paramref name="text"/> ends with, without what is typed behind it; null where the guest has written more since. Messages of the
    /// kernel may come at any time.
    /// </summary>
    public static string? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var last = text.Split('\n').LastOrDefault(line => !Unrelated.IsMatch(line));
        return last is not null && Question.Match(last) is { Success: true } question ? question.Value.TrimEnd(' ', ':', '!') : null;
    }

    /// <summary>How often it was put in <paramref name="text"/>.</summary>
    public static int Count(string text) => Question.Count(text);
}
