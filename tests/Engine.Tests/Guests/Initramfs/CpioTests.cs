using System.Text;
using V2K.Engine.Guests.Initramfs;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Guests.Initramfs;

public sealed class CpioTests
{
    private static readonly CpioEntry[] Entries =
    [
        CpioEntry.Folder("etc"),
        CpioEntry.File("etc/hello", "Hello!\n"u8.ToArray()),
        new CpioEntry("bin/run", 0x81ED, new byte[5]),
        new CpioEntry("lib", 0xA1FF, Encoding.ASCII.GetBytes("usr/lib")),
    ];

    [Fact]
    public void Written_cpio_entries_are_read_back_unchanged()
    {
        using var stream = new MemoryStream(CpioWriter.Write(Entries));

        var read = new CpioReader(stream).Read((_, _) => true).ToList();

        Assert.Equal(Entries.Select(entry => (entry.Name, entry.Mode)), read.Select(entry => (entry.Name, entry.Mode)));
        Assert.Equal("Hello!\n", Encoding.ASCII.GetString(read[1].Content.Span));
        Assert.Equal("usr/lib", Encoding.ASCII.GetString(read[3].Content.Span));
        Assert.Equal(stream.Length, stream.Position);
    }

    [SkippableFact]
    public async Task GNU_cpio_lists_what_is_written()
    {
        Skip.If(KnownTools.Cpio.Find() is null, "cpio is not installed: --target=Setup installs it");
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["a.cpio"], CpioWriter.Write(Entries));

        var listed = await new ToolRunner(_ => { }).RunAsync(
            KnownTools.Cpio, ["-t", "-v", "--quiet", "-F", folder["a.cpio"]], "Read what it says");

        Assert.Equal(
            ["drwxr-xr-x etc", "-rw-r--r-- etc/hello", "-rwxr-xr-x bin/run", "lrwxrwxrwx lib -> usr/lib"],
            listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words ? words[..1].Concat(words[8..]) : [])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(109)]
    [InlineData(130)]
    public void An_archive_that_is_cut_off_is_refused(int length)
    {
        using var stream = new MemoryStream(CpioWriter.Write(Entries)[..length]);

        Assert.Throws<InvalidDataException>(() => new CpioReader(stream).Read((_, _) => true).ToList());
    }

    [Fact]
    public void A_length_that_is_a_lie_takes_no_memory()
    {
        var archive = CpioWriter.Write(Entries);
        "7FFFFFFF"u8.CopyTo(archive.AsSpan(6 + (6 * 8)));
        using var stream = new MemoryStream(archive);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => new CpioReader(stream).Read((_, _) => true).ToList());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10 << 20);
    }
}
