using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using V2K.Engine.Libvirt;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// The text of a Linux guest's consoles, straight from its memory: where its screen draws pictures, as it does by UEFI, and nothing is said on
/// the serial port. The kernel keeps a console as cells of a character and its colours (vc_screenbuf in include/linux/console_struct.h), in
/// one piece and row by row, whatever draws them.
/// </summary>
public sealed partial class ConsoleMemory
{
    /// <summary>The smallest console there is, 80 × 25.</summary>
    private const int MinimumCells = 2000;

    /// <summary>A console of 512 × 160 is none.</summary>
    private const int MaximumCells = 82_000;

    private const int MaximumText = 1 << 16;
    private const int Piece = 1 << 20;

    /// <summary>Where the hole for devices may begin on a q35; what lies above 4 GiB is looked at as far.</summary>
    private const long BelowHole = 2L << 30;

    private const long AboveHole = 4L << 30;

    private readonly StringBuilder _run = new();
    private readonly StringBuilder _text = new();

    private ConsoleMemory()
    {
    }

    /// <summary>All that the consoles of <paramref name="domain"/> show; null for nothing. A second for each GiB.</summary>
    /// <param name="domain">A domain that runs.</param>
    /// <param name="mebibytes">Its memory.</param>
    public static string? Read(LibvirtDomain domain, long mebibytes)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var memory = mebibytes << 20;
        var consoles = new ConsoleMemory();
        var buffer = new byte[Piece];
        foreach (var (start, length) in new[] { (0, Math.Min(memory, BelowHole)), (AboveHole, Math.Min(memory - BelowHole, BelowHole)) })
        {
            for (var at = start; at < start + length; at += Piece)
            {
                if (!domain.TryPeek((ulong)at, buffer))
                {
                    break;
                }

                consoles.Add(buffer);
            }
        }

        return consoles.Text;
    }

    /// <summary>The text in <paramref name="memory"/>; null for none.</summary>
    public static string? Find(ReadOnlySpan<byte> memory)
    {
        var consoles = new ConsoleMemory();
        consoles.Add(memory);
        return consoles.Text;
    }

    private string? Text
    {
        get
        {
            EndRun();
            return _text.ToString().Trim() is { Length: > 0 } text ? text + "\n" : null;
        }
    }

    private void Add(ReadOnlySpan<byte> memory)
    {
        for (var i = 0; i + 1 < memory.Length; i += 2)
        {
            var cell = BinaryPrimitives.ReadUInt16LittleEndian(memory[i..]);

            // Some colour on black.
            if ((cell & 0xFF) >= ' ' && (cell >> 8) is > 0 and < 16)
            {
                _run.Append((cell & 0xFF) <= '~' ? (char)(cell & 0xFF) : ' ');
            }
            else if (_run.Length > 0)
            {
                EndRun();
            }
        }
    }

    /// <summary>How wide the console is nobody says here; a row rarely fills it.</summary>
    private void EndRun()
    {
        if (_run.Length is >= MinimumCells and <= MaximumCells && _text.Length < MaximumText)
        {
            _text.Append(Blanks().Replace(_run.ToString(), "\n")).Append('\n');
        }

        _run.Clear();
    }

    [GeneratedRegex(" {3,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
