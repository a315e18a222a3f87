namespace V2K.Generators.Tests;

public sealed class SnapshotTests
{
    private const string Rules = """
        namespace V2K.Rules.Network;

        /// <summary>A virtual NIC: <see cref="Nic"/>, or <c>none</c>.</summary>
        /// <example>
        /// ethernet0.present = "TRUE"
        /// →
        /// &lt;interface/&gt;
        /// </example>
        [Rule(nameof(Domain.Nics), Topic.Network), ForEach("ethernet#", 0, 9)]
        public static class NicRule
        {
            public static Mapped<Nic> Map(
                [Index] int number,
                TranslationOptions options,
                [From(nameof(Facts.Guest))] string? guest,
                [Vmx(".address")] Colour? address,
                [Vmx(".present")] bool present = false,
                [Vmx(".virtualDev")] NicKind kind = NicKind.Intel) => null;
        }

        /// <summary>The guest's system.</summary>
        /// <example>guestOS = "debian12-64" → &lt;os/&gt;</example>
        [Rule(nameof(Facts.Guest), Topic.General)]
        public static class GuestRule
        {
            public static string? Map([Vmx("guestOS")] string? id) => id;
        }

        /// <summary>Drives.</summary>
        /// <example>scsi0:0.fileName = "a" → &lt;disk/&gt;</example>
        [Rule(nameof(Facts.Drives), Topic.Storage), ForEach("scsi#:#", 0, 3, 0, 63)]
        public static class DriveRule
        {
            public static IReadOnlyList<string>? Map(
                [Vmx(".fileName")] string? file, [Vmx("scsi#.virtualDev")] string? controller) => null;
        }

        [Ignored("config.version", Topic.Vmware, "it is the file's \"own\" version")]
        [Ignored("tools.*", Topic.Vmware, "VMware Tools stay behind")]
        [Concern("pciPassthru#.present", Topic.Devices, Severity.Blocker, "the device is gone", "Assign another")]
        public static class Known;
        """;

    private const string Site = """
        /// <summary>Acme's NICs.</summary>
        /// <example>ethernet0.present = "TRUE" → &lt;interface/&gt;</example>
        [Rule(nameof(Domain.Nics), Topic.Network), ForEach("ethernet#", 0, 3)]
        public static class AcmeNic
        {
            public static Nic? Map([BuiltIn] Nic? nic) => nic;
        }
        """;

    [Fact]
    public Task The_translator_is_written_like_this() => Verifier.Verify(Generate().Text("Translator.g.cs"), "cs");

    [Fact]
    public Task The_catalogue_is_written_like_this() => Verifier.Verify(Generate().Text("RuleCatalogue.g.cs"), "cs");

    private static Microsoft.CodeAnalysis.GeneratorDriverRunResult Generate() => GeneratorRun.Of(Sources.Compile(
        Sources.Parse("/repo/src/Rules/Network/NicRule.cs", """
            using V2K.Rules.Annotations;
            using V2K.Rules.Findings;
            using V2K.Rules.Model;
            using V2K.Rules.Translation;

            """ + Rules),
        Sources.Rules(Site, "/repo/sites/acme/AcmeNic.cs")));
}
