namespace V2K.Generators.Tests;

public sealed class SiteTests
{
    private const string BuiltIn = """
        /// <summary>The sound.</summary>
        /// <example>sound.virtualDev = "hdaudio" → &lt;sound/&gt;</example>
        [Rule(nameof(Domain.Sound), Topic.Display)]
        public static class SoundRule
        {
            public static string? Map([Vmx("sound.virtualDev")] string? model) => model;
        }

        /// <summary>The NICs.</summary>
        /// <example>ethernet0.virtualDev = "e1000" → &lt;interface/&gt;</example>
        [Rule(nameof(Domain.Nics), Topic.Network), ForEach("ethernet#", 0, 9)]
        public static class NicRule
        {
            public static Nic? Map([Index] int number, [Vmx(".virtualDev")] string? model) =>
                model is null ? null : new Nic($"ethernet{number}", model);
        }

        [Ignored("usb.present", Topic.Devices, "libvirt adds a controller itself")]
        [Concern("svga.3d", Topic.Display, Severity.Warning, "no 3D", "nothing")]
        public static class Known;
        """;

    private const string Acme = """
        /// <summary>Another sound.</summary>
        /// <example>sound.virtualDev = "hdaudio" → &lt;sound/&gt;</example>
        [Rule(nameof(Domain.Sound), Topic.Display)]
        public static class AcmeSound
        {
            public static Mapped<string> Map([Vmx("sound.virtualDev")] string? model, [Vmx("acme.quiet")] bool quiet = false) =>
                quiet ? Mapped.Veto<string>("acme is quiet")
                : model == "sb16" ? "acme"
                : null;
        }

        /// <summary>Every NIC is acme's.</summary>
        /// <example>ethernet0.virtualDev = "e1000" → &lt;interface/&gt;</example>
        [Rule(nameof(Domain.Nics), Topic.Network), ForEach("ethernet#", 0, 3)]
        public static class AcmeNic
        {
            public static Nic? Map([BuiltIn] Nic? nic, [Index] int number) =>
                nic is null || number == 2 ? null : nic with { Model = "acme-" + nic.Model };
        }

        /// <summary>A title, which has no built-in rule.</summary>
        /// <example>acme.title = "a" → &lt;title/&gt;</example>
        [Rule(nameof(Domain.Title), Topic.General)]
        public static class AcmeTitle
        {
            public static string? Map([Vmx("acme.title")] string? title, [Vmx("usb.present")] string? usb) => title + usb;
        }

        [Ignored("svga.3d", Topic.Display, "acme has no screens")]
        [Ignored("acme.ticket", Topic.General, "a note to ourselves")]
        [Concern("acme.owner", Topic.General, Severity.Info, "somebody owns it", "nothing")]
        public static class AcmeKnown;
        """;

    private static readonly TranslatorProbe Probe = new(
        Sources.Rules(BuiltIn),
        Sources.Rules(Acme, "/repo/sites/acme/rules/Acme.cs"),
        Sources.Rules("""
            /// <summary>A third sound.</summary>
            /// <example>sound.virtualDev = "hdaudio" → &lt;sound/&gt;</example>
            [Rule(nameof(Domain.Sound), Topic.Display)]
            public static class OtherSound
            {
                public static string Map() => "other";
            }
            """, "/etc/v2k/x/../sites/other/Sound.cs"));

    [Theory]
    [InlineData(null, "Sound: sb16\n")]
    [InlineData("acme", "Sound: acme\n")]
    [InlineData("other", "Sound: other\n")]
    public void The_rule_of_the_chosen_site_goes_first(string? site, string expected) =>
        Assert.Equal(expected, Probe.Translate("sound.virtualDev = sb16", site));

    [Fact]
    public void A_site_rule_that_returns_null_declines_to_the_built_in_one() =>
        Assert.Equal("Sound: hdaudio\n", Probe.Translate("sound.virtualDev = hdaudio", "acme"));

    [Fact]
    public void A_veto_stops_the_built_in_rule() =>
        Assert.Equal("", Probe.Translate("sound.virtualDev = hdaudio\nacme.quiet = TRUE", "acme"));

    [Fact]
    public void A_site_rule_may_change_what_the_built_in_one_made() => Assert.Equal(
        "Nics: Nic { VmxDevice = ethernet0, Model = acme-a }, Nic { VmxDevice = ethernet2, Model = c }, Nic { VmxDevice = ethernet5, Model = f }\n",
        Probe.Translate("ethernet5.virtualDev = f\nethernet0.virtualDev = a\nethernet2.virtualDev = c", "acme"));

    [Fact]
    public void A_site_may_add_a_rule_where_there_is_no_built_in_one() =>
        Assert.Equal("Title: x1\n", Probe.Translate("acme.title = x\nusb.present = 1", "acme"));

    [Theory]
    [InlineData("acme.title = x", "acme.title")]
    [InlineData("acme.ticket = x", "acme.ticket")]
    [InlineData("acme.owner = x", "acme.owner")]
    public void A_key_that_a_site_rule_handles_is_unknown_without_that_site(string line, string key)
    {
        var unknown = $"Warning - -:1: unknown key {key} (line 1); they are not translated\n";
        Assert.Equal(unknown, Probe.Translate(line));
        Assert.EndsWith(unknown, Probe.Translate(line, "other"), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", Probe.Translate(line, "acme"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_may_ignore_what_is_a_concern_to_others()
    {
        Assert.Equal("Warning - svga.3d:1: svga.3d = \"1\"; no 3D\n", Probe.Translate("svga.3d = 1"));
        Assert.Equal("", Probe.Translate("svga.3d = 1", "acme"));
    }

    [Fact]
    public void A_site_may_have_concerns_of_its_own() =>
        Assert.Equal("Info - acme.owner:1: acme.owner = \"x\"; somebody owns it\n", Probe.Translate("acme.owner = x", "acme"));

    [Fact]
    public void An_unknown_site_is_an_error_that_names_the_known_ones()
    {
        var error = Assert.ThrowsAny<Exception>(() => Probe.Translate("a = b", "acmee"));
        Assert.Equal(
            "site: site acmee has no rules. Choose one of acme, other, or put its rules into sites/acmee or into a folder that V2K_SITES names.", error.Message);
    }
}
