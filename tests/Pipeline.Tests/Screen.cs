namespace V2K.Pipeline.Tests;

/// <summary>What a terminal shows of the little that a live view sends it (ECMA-48: CR, LF, CUU, ED, EL, SGR), with all that scrolled away.</summary>
/// <param name="width">Cells of a line.</param>
internal sealed class Screen(int width) : StringWriter
{
    private readonly List<char[]> _lines = [];
    private int _row;
    private int _column;

    /// <summary>The lines, without blanks at their ends.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            Show();
            return [.. _lines.Select(line => new string(line).TrimEnd())];
        }
    }

    private void Show()
    {
        var text = ToString();
        GetStringBuilder().Clear();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    (_row, _column) = (_row + 1, 0);
                    break;
                case '\e':
                    var end = i + 2;
                    while (!char.IsAsciiLetter(text[end]))
                    {
                        end++;
                    }

                    Obey(text[end], text[(i + 2)..end]);
                    i = end;
                    break;
                default:
                    if (_column == width)
                    {
                        (_row, _column) = (_row + 1, 0);
                    }

                    Line(_row)[_column++] = text[i];
                    break;
            }
        }
    }

    private void Obey(char command, string argument)
    {
        switch (command)
        {
            case 'A':
                _row -= int.Parse(argument);
                break;
            case 'J':
                Line(_row).AsSpan(Math.Min(_column, width - 1)).Fill(' ');
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            case 'K':
                Line(_row).AsSpan(Math.Min(_column, width - 1)).Fill(' ');
                break;
            case 'm':
                break;
            default:
                throw new InvalidOperationException($"what does CSI {argument}{command} mean?");
        }
    }

    private char[] Line(int row)
    {
        while (_lines.Count <= row)
        {
            _lines.Add([.. new string(' ', width)]);
        }

        return _lines[row];
    }
}
