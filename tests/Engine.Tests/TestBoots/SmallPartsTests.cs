using System.Net;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Sandbox;
using V2K.Engine.TestBoots.Signals;
using V2K.Rules;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>The small parts of a test boot, each by itself.</summary>
public sealed class SmallPartsTests
{
    [Fact]
    public void A_text_screen_is_read_from_the_adapters_memory()
    {
        var dump = Dump("web01 login: ");

        Assert.Equal("web01 login:\n", TextScreen.Parse(dump));
    }

    [Fact]
    public void A_picture_is_no_text_screen() =>
        Assert.Null(TextScreen.Parse(string.Join("\r\n", Enumerable.Range(0, 250).Select(i => $"{0xb8000 + (i * 16):x16}: " + string.Join(' ', Enumerable.Repeat("0xffff", 8))))));

    [Theory]
    [InlineData("")]
    [InlineData("Error: nothing")]
    [InlineData("b8000: 0xzz 0x1 0x99999")]
    public void A_file_that_is_no_memory_dump_has_no_screen(string dump) => Assert.Null(TextScreen.Parse(dump));

    [Fact]
    public void A_pixmap_becomes_a_PNG()
    {
        byte[] pixmap = [.. "P6\n2 1\n255\n"u8, 255, 0, 0, 0, 0, 255];

        var png = Picture.ToPng(pixmap)!;

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 1], png[16..24]);
        Assert.Equal([(byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], png[^8..]);
        Assert.Equal(png, Picture.ToPng(png));
    }

    [Theory]
    [InlineData("P6\n2 1\n255\nxx")]
    [InlineData("P6\n2000000 1000000\n255\n")]
    [InlineData("P5\n2 1\n255\nabcdef")]
    [InlineData("P6 ")]
    [InlineData("")]
    public void A_file_that_is_no_pixmap_is_no_picture(string text) => Assert.Null(Picture.ToPng(System.Text.Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Other_frames_are_no_ARP()
    {
        var frame = ArpPacket.Question(ArpAsker.Mac, IPAddress.Parse("192.0.2.6"), IPAddress.Parse("192.0.2.5"));
        frame[13] = 0;

        Assert.Null(ArpPacket.Parse(frame));
        Assert.Null(ArpPacket.Parse(frame.AsSpan(0, 41)));
    }

    [Fact]
    public void A_serial_log_is_read_as_it_grows_without_colours()
    {
        using var folder = new TempFolder();
        var path = folder.Write("serial.log", "\u001b[2J\u001b[1;32m  OK  \u001b[0m Started\r\n");
        var log = new SerialLog(path);

        Assert.True(log.Advance());
        File.AppendAllText(path, "\u001b]0;title\u0007web01 login: ");
        Assert.True(log.Advance());
        Assert.False(log.Advance());

        Assert.Equal("  OK   Started\nweb01 login: ", log.Text);
        Assert.Equal("web01 login:", LoginPrompt.Find(log.Text));
    }

    [Fact]
    public void A_guest_that_never_stops_talking_does_not_fill_the_memory()
    {
        using var folder = new TempFolder();
        var path = folder.Write("serial.log", new string('a', 3 << 20) + "\nweb01 login: ");
        var log = new SerialLog(path);
        log.Advance();

        Assert.True(log.Text.Length <= 1 << 20);
        Assert.NotNull(LoginPrompt.Find(log.Text));
    }

    [Fact]
    public void A_truncated_log_is_read_from_its_beginning()
    {
        using var folder = new TempFolder();
        var path = folder.Write("serial.log", "many words of a guest\n");
        var log = new SerialLog(path);
        log.Advance();
        folder.Write("serial.log", "web01 login: ");

        Assert.True(log.Advance());
        Assert.Equal("many words of a guest\nweb01 login: ", log.Text);
    }

    [Theory]
    [InlineData("web01 login: ", true)]
    [InlineData("\nweb01.example.org login:\n", true)]
    [InlineData("login: ", true)]
    [InlineData("web01 login: [   66.599278] firstboot.sh[493]: Err:1 http://deb.debian.org/debian bookworm InRelease", true)]
    [InlineData("web01 login: root (automatic login)", false)]
    [InlineData("Last login: Mon Nov 23", false)]
    [InlineData("systemd-logind: New login: yes", false)]
    public void A_login_prompt_stands_at_the_end_of_its_line(string text, bool isPrompt) => Assert.Equal(isPrompt, LoginPrompt.Find(text) is not null);

    [Fact]
    public void An_owner_is_found_by_a_name_and_alive_while_its_process_is()
    {
        var name = TestBootOwner.Current.NewName();

        Assert.Equal(TestBootOwner.Current, TestBootOwner.Of(name));
        Assert.True(TestBootOwner.Of(name)!.IsAlive);
        Assert.False((TestBootOwner.Current with { StartTime = 1 }).IsAlive);
        Assert.False((TestBootOwner.Current with { Boot = "00000000" }).IsAlive);
        Assert.NotEqual(name, TestBootOwner.Current.NewName());
    }

    [Theory]
    [InlineData("web01")]
    [InlineData("v2k-test-web01")]
    [InlineData("v2k-test-1-2-3-4")]
    [InlineData("v2k-test-zz-2-78fb19a5-1")]
    public void Names_of_others_have_no_owner(string name) => Assert.Null(TestBootOwner.Of(name));

    [Fact]
    public void Addresses_that_are_asked_for_go_before_those_that_are_known()
    {
        GuestAddress[] known = [new("00:50:56:8a:5b:01", "192.0.2.5")];

        Assert.Equal(known, ExpectedAddresses.Of([], known).Addresses);
        Assert.Equal([new GuestAddress(null, "10.0.0.1"), new GuestAddress(null, null)], ExpectedAddresses.Of(["10.0.0.1", "dhcp"], known).Addresses);
        Assert.True(ExpectedAddresses.Of(["none"], known).IsNone);
        Assert.True(ExpectedAddresses.Of([], []).AnyWillDo);
        Assert.Equal([new GuestAddress(null, "2001:db8::5")], ExpectedAddresses.Of(["2001:DB8::0:5"], known).Addresses);
    }

    [Theory]
    [InlineData("fe80::1")]
    [InlineData("192.0.2.5/24")]
    [InlineData("192.0.2.5@")]
    [InlineData("192.0.2.5@4095")]
    [InlineData("web01")]
    [InlineData("")]
    public void An_address_that_no_guest_can_have_is_refused(string text) =>
        Assert.Equal("--address", Assert.Throws<V2KException>(() => ExpectedAddresses.Of([text], [])).Key);

    [Fact]
    public void An_address_is_asked_for_on_the_VLAN_that_the_guest_s_files_name_or_the_option()
    {
        GuestAddress[] known = [new("00:50:56:8a:5b:01", "192.0.2.5") { Vlan = 100 }];

        Assert.Equal([new GuestAddress(null, "192.0.2.5") { Vlan = 100 }], ExpectedAddresses.Of(["192.0.2.5"], known).Addresses);
        Assert.Equal([new GuestAddress(null, "192.0.2.6")], ExpectedAddresses.Of(["192.0.2.6"], known).Addresses);
        Assert.Equal([new GuestAddress(null, "2001:db8::6") { Vlan = 7 }], ExpectedAddresses.Of(["2001:db8::6@7"], known).Addresses);
    }

    [Fact]
    public async Task Guests_wait_for_memory_and_one_larger_than_all_of_it_gets_all_of_it()
    {
        using var budget = new MemoryBudget(100);
        var first = await budget.TakeAsync(60, default);
        var second = budget.TakeAsync(1000, default);
        var third = budget.TakeAsync(10, default);

        Assert.False(second.IsCompleted);
        first.Dispose();
        using (await second)
        {
            Assert.False(third.IsCompleted);
        }

        (await third).Dispose();
    }

    [Fact]
    public void A_verdict_is_read_as_it_was_written()
    {
        using var folder = new TempFolder();
        var verdict = new TestBootVerdict
        {
            Vm = "[ds1] web01/web01.vmx",
            Domain = "web01",
            Passed = false,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 71.5,
            VirtType = "qemu",
            Signals = [new SeenSignal(BootSignal.LoginPrompt, "on the screen: web01 login:", 60)],
            Diagnosis = new Diagnosis("fsck", "damaged", "Check it", "RUN fsck MANUALLY", IsFinal: true),
        };
        verdict.Write(folder["web01.testboot.json"]);

        var read = TestBootVerdict.Read(folder["web01.testboot.json"])!;

        Assert.Equal(verdict.Diagnosis, read.Diagnosis);
        Assert.Equal(verdict.Signals, read.Signals);
        Assert.Equal("damaged (\"RUN fsck MANUALLY\")", read.Summary);
        Assert.Null(TestBootVerdict.Read(folder["nothing.json"]));
    }

    private static string Dump(string text)
    {
        var cells = text.PadRight(2000).Select(character => $"0x07{(int)character:x2}").ToArray();
        return string.Concat(cells.Chunk(8).Select((row, i) => $"{0xb8000 + (i * 16):x16}: {string.Join(' ', row)}\r\n"));
    }
}
