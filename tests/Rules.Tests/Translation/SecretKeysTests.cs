using System.Text.Json;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Translation;

/// <summary>What a .vmx holds in secret stays there: no finding, explanation or exception repeats it.</summary>
public sealed class SecretKeysTests
{
    private const string Password = "correct-horse-battery";

    /// <summary>A key of every pattern that is declared a secret, and keys that merely sound like one.</summary>
    public static TheoryData<string> Secrets { get; } =
    [
        .. RuleCatalogue.Secrets.Where(entry => entry.IsSecret)
            .Select(entry => entry.Key.Replace("#", "0", StringComparison.Ordinal).Replace("*", ".anything", StringComparison.Ordinal).Replace("..", ".", StringComparison.Ordinal)),
        "RemoteDisplay.vnc.password", "REMOTEDISPLAY.VNC.KEY", "guestinfo.userdata", "guestinfo.userdata.encoding", "guestinfo.ovfEnv", "guestinfo.coreos.config.data",
        "guestinfo.acme.rootpw", "guestInfo.Metadata", "ovfEnv.x", "encryption.keySafe", "encryption.data", "encryption.bundle", "encryption.somethingNew", "dataFileKey",
        "acme.adminPassword", "acme.API_KEY", "acme.token", "tools.proxy.passwd",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_of_a_vmx_is_in_no_finding_and_no_explanation(string key)
    {
        foreach (var spelled in new[] { $"\"{Password}\"", Password, $"'{Password}'", $"“{Password}”", $"\"{Password}", $"\"{Password}\" trailing", $"\"a\"\n{key} = \"{Password}\"" })
        {
            var vm = Vm.Translate($"displayName = \"web01\"\nRemoteDisplay.vnc.enabled = \"TRUE\"\n{key} = {spelled}\n");

            Assert.DoesNotContain(Password, string.Join('\n', vm.Findings), StringComparison.Ordinal);
            var lines = vm.Provenance.Explain();
            Assert.DoesNotContain(Password, string.Join('\n', lines), StringComparison.Ordinal);
            Assert.DoesNotContain(Password, JsonSerializer.Serialize(lines), StringComparison.Ordinal);
            Assert.Contains(lines, line => line.Hidden?.Reveal().Contains(Password, StringComparison.Ordinal) == true);
        }
    }

    [Fact]
    public void A_secret_is_shown_as_its_length()
    {
        var vm = Vm.Translate("guestinfo.userdata = \"123456789012\"");

        Assert.Equal("(12 characters)", Assert.Single(vm.Provenance.Explain()).Value);
        Assert.Equal("guestinfo.userdata = \"(12 characters)\"", Assert.Single(vm.Findings, finding => finding.Key == "guestinfo.userdata").What);
    }

    [Theory]
    [InlineData("guestinfo.ip")]
    [InlineData("guestInfo.detailed.data")]
    [InlineData("guestinfo.vmtools.buildNumber")]
    [InlineData("displayName")]
    [InlineData("tools.upgrade.policy")]
    public void A_value_that_is_no_secret_is_shown(string key) =>
        Assert.Equal("10.0.0.5", Assert.Single(Vm.Translate($"{key} = \"10.0.0.5\"").Provenance.Explain()).Value);

    [Fact]
    public void No_declared_secret_is_read_as_text() => Assert.DoesNotContain(
        RuleCatalogue.Rules.SelectMany(rule => rule.Keys), key => SecretKeys.Has(key.Key) && key.Type != "secret text");

    [Theory]
    [InlineData("qemu+ssh://root:hunter2@kvm1/system", "qemu+ssh://root:(7 characters)@kvm1/system")]
    [InlineData("qemu+ssh://root:hu/nt@er2@kvm1:22/system?no_verify=1", "qemu+ssh://root:(9 characters)@kvm1:22/system?no_verify=1")]
    [InlineData("qemu+tls://kvm1/system?password=hunter2&x=1", "qemu+tls://kvm1/system?password=(7 characters)&x=1")]
    [InlineData("cannot get 'http://a:b@c/x' and https://d:ee@f", "cannot get 'http://a:(1 character)@c/x' and https://d:(2 characters)@f")]
    [InlineData("qemu:///system", "qemu:///system")]
    [InlineData("qemu+ssh://root@kvm1:22/system", "qemu+ssh://root@kvm1:22/system")]
    [InlineData("nothing at all: a@b", "nothing at all: a@b")]
    public void A_password_in_a_URI_is_masked(string text, string shown) => Assert.Equal(shown, UriCredentials.Mask(text));

    [Fact]
    public void An_exception_does_not_repeat_the_password_of_a_URI() => Assert.DoesNotContain(
        "hunter2", new V2KException("libvirt at qemu+ssh://root:hunter2@kvm1/system does not answer", "Start it").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_secret_put_into_a_message_or_JSON_gives_its_length()
    {
        var secret = new SecretText(Password);

        Assert.Equal("it is (21 characters)", $"it is {secret}");
        Assert.DoesNotContain(Password, JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.Equal(Password, secret.Reveal());
    }
}
