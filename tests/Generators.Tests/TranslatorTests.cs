namespace V2K.Generators.Tests;

public sealed class TranslatorTests
{
    private static readonly TranslatorProbe Probe = new(Sources.Rules("""
        /// <summary>The name.</summary>
        /// <example>displayName = "a" → &lt;name&gt;a&lt;/name&gt;</example>
        [Rule(nameof(Domain.Name), Topic.General)]
        public static class NameRule
        {
            public static string? Map([Vmx("displayName")] string? name) => name;
        }

        /// <summary>The memory.</summary>
        /// <example>memSize = "64" → &lt;memory&gt;64&lt;/memory&gt;</example>
        [Rule(nameof(Domain.Memory), Topic.Memory)]
        public static class MemoryRule
        {
            public static int? Map([Vmx("memSize")] int? size) => size;
        }

        /// <summary>The NICs.</summary>
        /// <example>ethernet0.present = "TRUE" → &lt;interface/&gt;</example>
        [Rule(nameof(Domain.Nics), Topic.Network), ForEach("ethernet#", 0, 9)]
        public static class NicRule
        {
            public static Mapped<Nic> Map(
                [Index] int number,
                [From(nameof(Domain.Name))] string name,
                [Vmx(".present")] bool present = false,
                [Vmx(".virtualDev")] NicKind kind = NicKind.Vlance) => present
                    ? Mapped.To(new Nic($"{name}{number}", kind.ToString()), Finding.Info("seen", "nothing", "nothing").At(nameof(kind)))
                    : null;
        }

        /// <summary>The drives.</summary>
        /// <example>scsi0:0.fileName = "a" → &lt;disk/&gt;</example>
        [Rule(nameof(Facts.Drives), Topic.Storage), ForEach("scsi#:#", 0, 3, 0, 15)]
        public static class DriveRule
        {
            public static string? Map(
                [Index(0)] int bus, [Index(1)] int unit, [Vmx(".fileName")] string? file, [Vmx("scsi#.virtualDev")] string? controller) =>
                file is null ? null : $"{bus}:{unit} {file} on {controller ?? "any"}";
        }

        /// <summary>The channels.</summary>
        /// <example>guest.agent = "TRUE" → &lt;channel/&gt;</example>
        [Rule(nameof(Domain.Channels), Topic.Devices)]
        public static class ChannelRule
        {
            public static IReadOnlyList<string>? Map([From(nameof(Facts.Drives))] IReadOnlyList<string> drives, [Vmx("colour")] Colour? colour) =>
                colour is null ? null : [$"{colour.Value.Name} {drives.Count}", "more"];
        }

        /// <summary>The channel of the clipboard.</summary>
        /// <example>clipboard = "TRUE" → &lt;channel/&gt;</example>
        [Rule(nameof(Domain.Channels), Topic.Devices, Part = "clipboard")]
        public static class ClipboardRule
        {
            public static string? Map([Vmx("clipboard")] bool on = false, [Vmx("scsi0:3.fileName")] string? third = null) => on ? $"clipboard {third}" : null;
        }

        /// <summary>The slots of the first cards.</summary>
        /// <example>ethernet0.pciSlotNumber = "1" → &lt;channel/&gt;</example>
        [Rule(nameof(Domain.Channels), Topic.Devices), ForEach("ethernet#", 1, 2)]
        public static class SlotRule
        {
            public static string? Map([Index] int number, [Vmx(".pciSlotNumber")] int? slot) => slot is null ? null : $"{number} at {slot}";
        }

        /// <summary>A rule that breaks.</summary>
        /// <example>sound.breaks = "TRUE" → &lt;sound/&gt;</example>
        [Rule(nameof(Domain.Sound), Topic.Display)]
        public static class SoundRule
        {
            public static string? Map([Vmx("sound.breaks")] bool breaks = false) =>
                breaks ? throw new InvalidOperationException("the rule's own fault") : null;
        }

        [Ignored("config.version", Topic.Vmware, "it is the file's own version")]
        [Ignored("tools.*", Topic.Vmware, "VMware Tools stay behind")]
        [Concern("tools.danger", Topic.Vmware, Severity.Blocker, "it is dangerous", "Be careful")]
        [Concern("pciPassthru#.present", Topic.Devices, Severity.Warning, "the device is gone", "Assign it")]
        [Concern("limit", Topic.Vmware, Severity.Info, "no limit", "nothing", Except = "unlimited")]
        [Concern("power", Topic.Vmware, Severity.Info, "soft", "nothing", When = "soft")]
        [Concern("power", Topic.Vmware, Severity.Warning, "hard", "nothing", When = "hard")]
        public static class Known;
        """));

    [Fact]
    public void A_key_is_matched_without_regard_to_case() =>
        Assert.Equal("Name: web01\n", Probe.Translate("DISPLAYNAME = \"web01\""));

    [Fact]
    public void Instances_run_in_numeric_order_and_only_where_the_file_has_them() =>
        Assert.Equal("Drives: 0:2 a on lsi, 0:10 b on lsi, 3:0 c on any\n", Probe.Translate("""
            scsi3:0.fileName = "c"
            scsi0:10.fileName = "b"
            scsi0:2.fileName = "a"
            scsi0.virtualDev = "lsi"
            """));

    [Theory]
    [InlineData("vlance", "Vlance")]
    [InlineData("E1000", "Intel")]
    [InlineData("e1000E", "Intel")]
    public void An_enumeration_is_read_by_its_spellings(string spelling, string member) => Assert.Equal(
        $"Name: a\nNics: Nic {{ VmxDevice = a1, Model = {member} }}\nInfo NicRule ethernet1.virtualDev:3: seen; nothing\n",
        Probe.Translate($"displayName = a\nethernet1.present = yes\nethernet1.virtualDev = {spelling}"));

    [Fact]
    public void A_finding_about_an_absent_key_names_the_key() => Assert.Contains(
        "Info NicRule ethernet4.virtualDev:: seen; nothing\n",
        Probe.Translate("ethernet4.present = 1"),
        StringComparison.Ordinal);

    [Fact]
    public void A_malformed_value_is_reported_with_the_assumed_value_and_does_not_stop_the_translation() => Assert.Equal(
        """
        Name: a
        Nics: Nic { VmxDevice = a0, Model = Vlance }
        Warning NicRule ethernet0.virtualDev:2: ethernet0.virtualDev = "ne2000" is not one of Vlance, e1000, e1000e; Vlance is assumed
        Info NicRule ethernet0.virtualDev:2: seen; nothing
        Warning MemoryRule memSize:4: memSize = "64 MB" is not a whole number; no value is assumed

        """,
        Probe.Translate("ethernet0.present = TRUE\nethernet0.virtualDev = ne2000\ndisplayName = a\nmemSize = \"64 MB\""));

    [Fact]
    public void An_empty_value_means_what_an_absent_key_means() =>
        Assert.Equal("", Probe.Translate("memSize = \"\"\ndisplayName = \"  \""));

    [Fact]
    public void A_rule_takes_what_other_rules_made_and_may_make_a_list() =>
        Assert.Equal("Channels: red 1, more\nDrives: 0:0 a on any\n", Probe.Translate("colour = red\nscsi0:0.fileName = a"));

    [Fact]
    public void A_rule_loops_over_its_own_numbers_only() => Assert.StartsWith(
        "Channels: 1 at 11, 2 at 12\n",
        Probe.Translate(string.Concat(Enumerable.Range(0, 5).Select(i => $"ethernet{i}.present = FALSE\nethernet{i}.pciSlotNumber = {10 + i}\n"))),
        StringComparison.Ordinal);

    [Fact]
    public void Rules_of_several_parts_add_to_one_list_in_their_order() =>
        Assert.Equal("Channels: red 0, more, clipboard \n", Probe.Translate("clipboard = TRUE\ncolour = red"));

    [Fact]
    public void A_key_with_its_numbers_spelled_out_shares_the_slots_of_its_group() => Assert.Equal(
        "Channels: clipboard c\nDrives: 0:3 c on any\n", Probe.Translate("clipboard = TRUE\nscsi0:3.fileName = c"));

    [Fact]
    public void Of_several_lines_for_one_key_the_last_counts_and_says_so() => Assert.Equal(
        "Name: b\nWarning - displayName:3: displayName is set on lines 1 and 3 to different values; line 3 is used, because it is the last\n",
        Probe.Translate("displayName = a\n\ndisplayName = b"));

    [Theory]
    [InlineData("ethernet10.present = TRUE", "ethernet10.present")]
    [InlineData("ethernet01.present = TRUE", "ethernet01.present")]
    [InlineData("ethernet.present = TRUE", "ethernet.present")]
    [InlineData("ethernet99999999999.present = TRUE", "ethernet99999999999.present")]
    [InlineData("ethernet#.present = TRUE", "ethernet#.present")]
    [InlineData("scsi0:16.fileName = a", "scsi0:16.fileName")]
    public void A_number_that_no_rule_loops_over_makes_the_key_unknown(string line, string key) => Assert.Equal(
        $"Warning - -:1: unknown key {key} (line 1); they are not translated\n", Probe.Translate(line));

    [Fact]
    public void A_thousand_unknown_keys_make_one_finding()
    {
        var answer = Probe.Translate(string.Join('\n', Enumerable.Range(0, 1000).Select(i => $"odd{i}.key = 1")));
        Assert.StartsWith("Warning - -:1: 1000 unknown keys: odd0.key (line 1), odd1.key (line 2), ", answer, StringComparison.Ordinal);
        Assert.EndsWith("odd9.key (line 10) and 990 more; they are not translated\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.version = 8", "")]
    [InlineData("tools.syncTime = TRUE", "")]
    [InlineData("tools.danger = TRUE", "Blocker - tools.danger:1: tools.danger = \"TRUE\"; it is dangerous\n")]
    [InlineData("tools.danger = FALSE", "")]
    [InlineData("tools.danger = 0", "")]
    [InlineData("pciPassthru12.present = TRUE", "Warning - pciPassthru12.present:1: pciPassthru12.present = \"TRUE\"; the device is gone\n")]
    [InlineData("power = soft", "Info - power:1: power = \"soft\"; soft\n")]
    [InlineData("power = HARD", "Warning - power:1: power = \"HARD\"; hard\n")]
    [InlineData("power = other", "")]
    [InlineData("limit = Unlimited", "")]
    [InlineData("limit = 512", "Info - limit:1: limit = \"512\"; no limit\n")]
    public void A_declared_key_is_ignored_or_raises_its_concern(string line, string findings) =>
        Assert.Equal(findings, Probe.Translate(line));

    [Fact]
    public void A_rule_that_throws_becomes_one_readable_error()
    {
        var error = Assert.ThrowsAny<Exception>(() => Probe.Translate("sound.breaks = TRUE"));
        Assert.Equal("test.vmx: the rule SoundRule failed: the rule's own fault. Report it with this file.", error.Message);
    }
}
