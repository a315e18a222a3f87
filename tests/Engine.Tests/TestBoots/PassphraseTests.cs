using V2K.Engine.Guests;
using V2K.Engine.TestBoots.Passphrases;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>When a guest asks for a passphrase, and what it is answered, without a guest.</summary>
public sealed class PassphraseTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _typed = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Please unlock disk sda2_crypt: ", "Please unlock disk sda2_crypt")]
    [InlineData("Please unlock disk sda2_crypt: **********\n[    9.312345] random: crng init done\n\n", "Please unlock disk sda2_crypt")]
    [InlineData("🔐 Please enter passphrase for disk QEMU_HARDDISK (sda3_crypt): (press TAB for no echo) ***", "Please enter passphrase for disk QEMU_HARDDISK (sda3_crypt)")]
    [InlineData("Please enter passphrase for disk VMware_Virtual_disk (luks-0a1b2c3d-home-of-many-things):\n (press TAB for no echo) ", "Please enter passphrase for disk VMware_Virtual_disk (luks-0a1b2c3d-home-of-many-things)")]
    [InlineData("Please enter passphrase for disk sda3_crypt on /! ", "Please enter passphrase for disk sda3_crypt on /")]
    [InlineData("Enter passphrase for hd0,msdos1 (0123abcd): ", "Enter passphrase for hd0,msdos1 (0123abcd)")]
    [InlineData("Please unlock disk sda2_crypt: \ncryptsetup: sda2_crypt: set up successfully\n", null)]
    [InlineData("Please unlock disk sda2_crypt: \n\nweb01 login: ", null)]
    [InlineData("", null)]
    public void The_question_is_the_last_line_of_the_output(string said, string? question) => Assert.Equal(question, PassphrasePrompt.Find(said));

    [Fact]
    public void A_guest_cannot_keep_the_search_for_a_question_busy()
    {
        var blanks = new string(' ', 1 << 20);

        Assert.Null(PassphrasePrompt.Find(blanks + "x"));
        Assert.Equal("Please unlock disk a", PassphrasePrompt.Find("Please unlock disk a: \n" + blanks));
        Assert.Equal(1, PassphrasePrompt.Count("Please unlock disk " + new string('(', 1 << 20)));
    }

    [Fact]
    public void Keys_are_those_of_an_American_keyboard()
    {
        Assert.Equal([[30], [42, 30], [2], [42, 2], [57], [43], [42, 53]], KeyStrokes.Of("aA1! \\?"));
        Assert.Equal(95, KeyStrokes.Of(string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code)))!.Distinct(StrokeComparer.Instance).Count());
        Assert.Null(KeyStrokes.Of("grün"));
        Assert.Null(KeyStrokes.Of("two\nlines"));
    }

    [Fact]
    public void A_question_is_answered_once_and_again_when_it_is_put_again()
    {
        var unlocker = Unlocker("secret");
        const string Question = "Please unlock disk sda2_crypt: ";

        Assert.Equal(new Unlocking(IsAsking: false, 0, null), unlocker.Answer(1, "", null));
        Assert.Empty(unlocker.Secrets);
        Assert.Equal(new Unlocking(IsAsking: true, 1, null), unlocker.Answer(2, Question, null));
        Assert.Equal(new Unlocking(IsAsking: true, 1, null), unlocker.Answer(16, Question + "******", null));
        Assert.Equal(new Unlocking(IsAsking: true, 2, null), unlocker.Answer(17, $"{Question}\nbad password\n{Question}", null));

        Assert.Equal(["serial: secret\r", "serial: secret\r"], _typed);
        Assert.Equal(["secret"], unlocker.Secrets);
    }

    [Fact]
    public void A_question_that_stays_is_answered_again_after_a_while_and_not_for_ever()
    {
        var unlocker = Unlocker("secret");
        var states = new[] { 2, 20, 40, 60 }.Select(seconds => unlocker.Answer(seconds, "", "Please unlock disk sda2_crypt: ")).ToList();

        Assert.Equal([new(true, 1, null), new(true, 2, null), new(true, 2, "no key of --key opens it"), new(true, 2, "no key of --key opens it")], states);
        Assert.Equal(["keyboard: 7 keys", "keyboard: 7 keys"], _typed);
    }

    [Fact]
    public void Several_disks_get_one_key_after_the_other()
    {
        var unlocker = Unlocker("first", "second");
        unlocker.Answer(2, "Please unlock disk a: ", null);
        unlocker.Answer(3, "Please unlock disk a: \nset up\nPlease unlock disk b: ", null);

        Assert.Equal(["serial: first\r", "serial: second\r"], _typed);
    }

    [Fact]
    public void A_key_that_cannot_be_read_or_typed_is_reported()
    {
        Assert.Contains("cannot be read", new Unlocker(new Keyring([new LuksKey("all", "file", _folder["missing"])], 15), Press, Send).Answer(2, "", "Please unlock disk a: ").Refusal, StringComparison.Ordinal);
        Assert.Contains("American keyboard", Unlocker("grün").Answer(2, "", "Please unlock disk a: ").Refusal, StringComparison.Ordinal);
        Assert.Empty(_typed);
    }

    private Unlocker Unlocker(params string[] keys)
    {
        foreach (var key in keys)
        {
            _folder.Write(key, key + "\n");
        }

        return new Unlocker(new Keyring([.. keys.Select(key => new LuksKey("all", "file", _folder[key]))], Patience: 15), Press, Send);
    }

    private void Press(IReadOnlyList<uint[]> strokes) => _typed.Add($"keyboard: {strokes.Count} keys");

    private void Send(string text) => _typed.Add("serial: " + text);

    private sealed class StrokeComparer : IEqualityComparer<uint[]>
    {
        public static StrokeComparer Instance { get; } = new();

        public bool Equals(uint[]? x, uint[]? y) => x!.AsSpan().SequenceEqual(y);

        public int GetHashCode(uint[] obj) => (int)obj[^1];
    }
}
