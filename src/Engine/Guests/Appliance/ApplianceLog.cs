using System.Text;

namespace V2K.Engine.Guests.Appliance;

/// <summary>What the appliance and libguestfs said, the newest of it kept: a guest may make them say any amount.</summary>
internal sealed class ApplianceLog
{
    private const int MaximumLength = 256 * 1024;
    private const int TailLines = 3;
    private readonly StringBuilder _text = new();

    /// <summary>Adds a piece as it came.</summary>
    internal void Add(ReadOnlySpan<byte> piece)
    {
        _text.Append(Encoding.UTF8.GetString(piece));
        if (_text.Length > 2 * MaximumLength)
        {
            _text.Remove(0, _text.Length - MaximumLength);
        }
    }

    /// <summary>All that is kept.</summary>
    internal string Text => _text.ToString();

    /// <summary>The last lines, for a message.</summary>
    internal string Tail => string.Join(
        " / ",
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(TailLines));
}
