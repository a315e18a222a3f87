using System.Text;
using V2K.Engine.Tests.Ovf;
using V2K.Rules.Translation;

namespace V2K.Pipeline.Tests;

/// <summary>No secret of a .vmx, an OVF or the command line is in any output, state or log.</summary>
public sealed class SecretsTests : IDisposable
{
    private readonly Estate _estate = new();
    private readonly List<string> _secrets = [];
    private readonly StringBuilder _said = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task No_secret_of_a_vmx_an_OVF_or_the_command_line_gets_into_an_output_state_or_log()
    {
        PlantInVmx();
        PlantInOvf();
        var connect = $"--connect=qemu+ssh://root:{Secret("connect")}@127.0.0.1:1/system?auth_token={Secret("parameter")}";
        string[] everything = ["--all", "--ignore=encryption", "--ignore=vtpm", connect, "--verbosity=diagnostic"];

        await RunAsync(["--target=Inventory", "--json=inventory.json", .. everything]);
        await RunAsync(["--target=Plan", "--json=plan.json", .. everything]);
        await RunAsync(["--target=Explain", "--json=explain.json", .. everything]);
        await RunAsync(["--target=Migrate", "--json=migrate.json", "--adjust=none", .. everything]);
        await RunAsync(["--target=Doctor", "--json=doctor.json", connect, "--verbosity=diagnostic"]);
        await RunAsync(["--target=Report", "--json=report.json", .. everything]);
        await RunAsync([$"--conect=qemu+ssh://root:{Secret("misspelt")}@kvm1/system"]);
        await RunAsync([$"qemu+ssh://root:{Secret("bare")}@kvm1/system"]);
        await RunAsync(["--target=Adjust", "--vm=web01", $"--key=all:key:{Secret("key")}"]);

        Assert.Contains("guestinfo.userdata", _said.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(_estate["out/datastore1/web01/web01.findings.json"]), _said.ToString());
        var written = Directory.EnumerateFiles(_estate.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(_estate["samples"], StringComparison.Ordinal))
            .Select(file => (Name: file, Text: Encoding.Latin1.GetString(File.ReadAllBytes(file))))
            .Append((Name: "standard output and error", Text: _said.ToString()));
        Assert.All(written, text => Assert.All(_secrets, secret =>
        {
            Assert.False(text.Text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{text.Name} has the secret {secret}");
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..^4];
            Assert.False(text.Text.Contains(encoded, StringComparison.Ordinal), $"{text.Name} has the secret {secret} in base64");
        }));
    }

    [Fact]
    public async Task Explain_shows_secrets_to_who_asks_for_them_and_no_other_target_does()
    {
        _estate.AddVm("samples/datastore1/web01/web01.vmx", ("guestinfo.userdata", "open sesame"));

        var hidden = (await _estate.RunAsync("--target=Explain", "--vm=web01")).Succeeded();
        var shown = (await _estate.RunAsync("--target=Explain", "--vm=web01", "--show-secrets", "--json=lines.json")).Succeeded();
        var refused = (await _estate.RunAsync("--target=Report", "--show-secrets")).Refused();

        Assert.Contains("guestinfo.userdata = (11 characters)", hidden.Output, StringComparison.Ordinal);
        Assert.Contains("guestinfo.userdata = open sesame", shown.Output, StringComparison.Ordinal);
        Assert.Contains("open sesame", File.ReadAllText(_estate["lines.json"]), StringComparison.Ordinal);
        Assert.Contains("--target=Explain", refused, StringComparison.Ordinal);
    }

    private string Secret(string where)
    {
        var secret = $"zX9-{_secrets.Count}-{where.Replace('.', '-').Replace('*', '-')}-Qv7w";
        _secrets.Add(secret);
        return secret;
    }

    private void PlantInVmx()
    {
        var keys = RuleCatalogue.Secrets.Where(entry => entry.IsSecret).Select(entry => entry.Key.EndsWith('*') ? entry.Key[..^1] + "planted" : entry.Key)
            .Concat(["guestinfo.userdata", "guestinfo.ovfEnv", "guestinfo.metadata", "acme.adminPassword"])
            .Distinct(StringComparer.OrdinalIgnoreCase);
        _estate.AddVm(
            "samples/datastore1/web01/web01.vmx",
            [("RemoteDisplay.vnc.enabled", "TRUE"), .. keys.Select(key => (key, (string?)Secret(key)))]);
    }

    private void PlantInOvf()
    {
        var ovf = ExportMaker.Ovf("exported", "disk1.vmdk")
            .Replace("<VirtualHardwareSection>", "<VirtualHardwareSection ovf:transport=\"iso com.vmware.guestInfo\">", StringComparison.Ordinal)
            .Replace(
                "<AnnotationSection>",
                $"""
                <ProductSection ovf:class="app"><Info>Settings</Info>
                  <Property ovf:key="admin" ovf:type="string" ovf:password="true" ovf:value="{Secret("ovf-password")}"/>
                  <Property ovf:key="license" ovf:type="string" ovf:value="{Secret("ovf-property")}"><Value ovf:configuration="large" ovf:value="{Secret("ovf-value")}"/></Property>
                </ProductSection>
                <AnnotationSection>
                """,
                StringComparison.Ordinal)
            .Replace(
                "<vmw:ExtraConfig ovf:required=\"false\" vmw:key=\"disk.EnableUUID\"",
                $"""
                <vmw:ExtraConfig ovf:required="false" vmw:key="guestinfo.userdata" vmw:value="{Secret("ovf-extra")}"/>
                <vmw:ExtraConfig ovf:required="false" vmw:key="RemoteDisplay.vnc.password" vmw:value="{Secret("ovf-vnc")}"/>
                <vmw:Config ovf:required="false" vmw:key="acme.apiKey" vmw:value="{Secret("ovf-config")}"/>
                <vmw:ExtraConfig ovf:required="false" vmw:key="disk.EnableUUID"
                """,
                StringComparison.Ordinal);
        Directory.CreateDirectory(_estate["samples/datastore1/exported"]);
        File.WriteAllText(_estate["samples/datastore1/exported/exported.ovf"], ovf);
        _estate.AddDisk("samples/datastore1/exported/disk1.vmdk");
        Directory.CreateDirectory(_estate["samples/datastore1/remote"]);
        File.WriteAllText(_estate["samples/datastore1/remote/remote.ovf"], ExportMaker.Ovf("remote", $"http://user:{Secret("href")}@mirror/disk1.vmdk"));
    }

    private async Task RunAsync(string[] arguments)
    {
        var run = await _estate.RunAsync(arguments);
        _said.AppendLine(run.Output).AppendLine(run.Errors);
    }
}
