using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.Tests.TestBoots;

public sealed class ConsoleMemoryTests
{
    [Fact]
    public void A_console_buffer_is_found_in_memory_and_shows_the_guests_result()
    {
        var text = ConsoleMemory.Find(
        [
            .. new byte[4096], .. "ALERT!  /dev/sdx1 does not exist."u8, .. new byte[63],
            .. Console(160, 50, "Gave up waiting for root file system device.  Common problems:", "ALERT!  /dev/sda1 does not exist.  Dropping to a shell!", "(initramfs) "),
            .. new byte[100],
        ]);

        Assert.StartsWith("Gave up waiting for root file system device.  Common problems:\nALERT!  /dev/sda1", text, StringComparison.Ordinal);
        Assert.Equal("root-by-name", KnownEnds.Find(text!)?.Id);
        Assert.Contains("/dev/sda1", KnownEnds.Find(text!)!.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_prompt_on_a_console_is_one() =>
        Assert.Equal("web01 login:", LoginPrompt.Find(ConsoleMemory.Find(Console(128, 48, "Debian GNU/Linux 12 web01 tty1", "", "web01 login: "))!));

    [Fact]
    public void Blank_consoles_and_what_is_too_short_are_nothing()
    {
        Assert.Null(ConsoleMemory.Find(Console(80, 25)));
        Assert.Null(ConsoleMemory.Find(Console(80, 10, "ALERT!  /dev/sda1 does not exist.")));
        Assert.Null(ConsoleMemory.Find(new byte[100_000]));
    }

    /// <summary>Cells of a console, grey on black.</summary>
    private static byte[] Console(int columns, int rows, params string[] lines) =>
    [
        .. Enumerable.Range(0, rows)
            .SelectMany(row => (row < lines.Length ? lines[row] : "").PadRight(columns))
            .SelectMany(character => (byte[])[(byte)character, 0x07]),
    ];
}
