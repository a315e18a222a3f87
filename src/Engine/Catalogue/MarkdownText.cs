using System.Text;

namespace V2K.Engine.Catalogue;

/// <summary>Markdown under way: blocks with an empty line between them, LF line ends.</summary>
internal sealed class MarkdownText
{
    private readonly StringBuilder _text = new();

    /// <summary>A heading or paragraph.</summary>
    public void Paragraph(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text).Append('\n');
    }

    /// <summary>A table; nothing where it has no rows.</summary>
    public void Table(IReadOnlyCollection<string> header, IEnumerable<IReadOnlyCollection<string>> rows)
    {
        var lines = rows.Select(Row).ToArray();
        if (lines.Length > 0)
        {
            Paragraph(string.Join('\n', [Row(header), Row([.. header.Select(_ => "---")]), .. lines]));
        }
    }

    /// <summary>A block of code.</summary>
    public void Code(string language, string code) => Paragraph($"```{language}\n{code.Trim('\n')}\n```");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Row(IReadOnlyCollection<string> cells) =>
        "| " + string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))) + " |";
}
