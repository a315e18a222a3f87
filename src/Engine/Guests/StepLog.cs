using System.Globalization;
using System.Text;
using V2K.Rules;

namespace V2K.Engine.Guests;

/// <summary>What was done to a guest, line by line: <c>web01.adjust.log</c>.</summary>
public sealed class StepLog
{
    private const int MaximumShown = 200;
    private readonly StringBuilder _text = new();
    private readonly List<string> _warnings = [];

    /// <summary>All of it.</summary>
    public string Text => _text.ToString();

    /// <summary>What the administrator should know although the guest was adjusted.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How many changes were noted.</summary>
    public int Changes { get; private set; }

    /// <summary>Begins a part.</summary>
    public void Begin(string title) => _text.Append(CultureInfo.InvariantCulture, $"{Printable.OneLine(title)}\n");

    /// <summary>Says something that changed nothing.</summary>
    public void Note(string text) => Line("  ", text);

    /// <summary>Says what changed.</summary>
    public void Changed(string text)
    {
        Changes++;
        Line("  changed: ", text);
    }

    /// <summary>Says which lines of a text changed.</summary>
    public void Changed(string path, string before, string after)
    {
        Changed(path);
        var old = before.Split('\n');
        var @new = after.Split('\n');
        foreach (var line in old.Except(@new, StringComparer.Ordinal).Take(MaximumShown))
        {
            Line("    - ", line);
        }

        foreach (var line in @new.Except(old, StringComparer.Ordinal).Take(MaximumShown))
        {
            Line("    + ", line);
        }
    }

    /// <summary>Says what the administrator should know.</summary>
    public void Warn(string text)
    {
        _warnings.Add(text);
        Line("  warning: ", text);
    }

    /// <summary>Tabs are many in configuration files, and no danger.</summary>
    private void Line(string start, string text) =>
        _text.Append(start).AppendJoin('\t', text.Split('\t').Select(Printable.OneLine)).Append('\n');
}
