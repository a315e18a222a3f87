namespace V2K.Rules.Tests.Devices;

public sealed class SerialUriTests
{
    [Theory]
    [InlineData("telnet://:7001", "telnet", "127.0.0.1", "7001")]
    [InlineData("tcp://10.0.0.1:7001", null, "10.0.0.1", "7001")]
    [InlineData("telnets://[fe80::1]:7001/", "telnets", "fe80::1", "7001")]
    [InlineData("ssl://con.example.org:3000", "tls", "con.example.org", "3000")]
    [InlineData("con.example.org:3000", null, "con.example.org", "3000")]
    public void A_network_address_is_read(string uri, string? protocol, string host, string service)
    {
        var port = Assert.Single(Translate(uri, "client"));

        Assert.Equal((protocol, host, service), (port.Protocol, port.Host, port.Service));
    }

    [Theory]
    [InlineData("telnet://:7001", "127.0.0.1")]
    [InlineData("telnet://0.0.0.0:7001", "127.0.0.1")]
    [InlineData("tcp://:7001", "127.0.0.1")]
    [InlineData("telnets://[::]:7001", "127.0.0.1")]
    [InlineData("telnet://10.1.2.3:7001", "127.0.0.1")]
    [InlineData("telnet://esx7.example.org:7001", "127.0.0.1")]
    [InlineData("telnet://[::1]:7001", "::1")]
    [InlineData("tcp://127.0.0.2:7001", "127.0.0.2")]
    public void A_port_that_listens_is_not_open_to_the_network(string uri, string host)
    {
        var vm = Vm.Translate(Lines(uri, "server"));

        Assert.Equal(("bind", host), (vm.Domain.Serials[0].Mode, vm.Domain.Serials[0].Host));
        Assert.Contains(vm.Findings, finding => finding.Changes.Contains($"at {host}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("telnet://nowhere")]
    [InlineData("http://a:80")]
    [InlineData("tcp://a:0")]
    [InlineData("tcp://a:99999")]
    [InlineData("tcp://a b:1")]
    [InlineData("")]
    public void A_serial_port_with_an_invalid_URI_becomes_a_pty(string uri) => Assert.Equal("pty", Assert.Single(Translate(uri, "server")).Type);

    private static IReadOnlyList<V2K.Rules.Model.CharacterDevice> Translate(string uri, string end) => Vm.Translate(Lines(uri, end)).Domain.Serials;

    private static string Lines(string uri, string end) =>
        $"serial0.present = \"TRUE\"\nserial0.fileType = \"network\"\nserial0.network.endPoint = \"{end}\"\nserial0.fileName = \"{uri}\"";
}
