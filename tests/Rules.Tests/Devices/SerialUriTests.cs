namespace V2K.Rules.Tests.Devices;

public sealed class SerialUriTests
{
    [Theory]
    [InlineData("telnet://:7001", "telnet", "0.0.0.0", "7001")]
    [InlineData("tcp://10.0.0.1:7001", null, "10.0.0.1", "7001")]
    [InlineData("telnets://[fe80::1]:7001/", "telnets", "fe80::1", "7001")]
    [InlineData("ssl://con.example.org:3000", "tls", "con.example.org", "3000")]
    [InlineData("con.example.org:3000", null, "con.example.org", "3000")]
    public void A_network_address_is_read(string uri, string? protocol, string host, string service)
    {
        var port = Assert.Single(Translate(uri));

        Assert.Equal((protocol, host, service), (port.Protocol, port.Host, port.Service));
    }

    [Theory]
    [InlineData("telnet://nowhere")]
    [InlineData("http://a:80")]
    [InlineData("tcp://a:0")]
    [InlineData("tcp://a:99999")]
    [InlineData("tcp://a b:1")]
    [InlineData("")]
    public void What_is_none_becomes_a_terminal(string uri) => Assert.Equal("pty", Assert.Single(Translate(uri)).Type);

    private static IReadOnlyList<V2K.Rules.Model.CharacterDevice> Translate(string uri) => Vm.Translate(
        $"serial0.present = \"TRUE\"\nserial0.fileType = \"network\"\nserial0.network.endPoint = \"server\"\nserial0.fileName = \"{uri}\"").Domain.Serials;
}
