using System.Globalization;
using System.Net;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>A neighbour's question, and whether Linux answers it: a network namespace on a bridge stands for the guest.</summary>
public sealed class ArpTests
{
    private const string Bridge = "v2k-arp-br";
    private const string Space = "v2k-arp";

    [Fact]
    public void A_question_names_its_sender_and_what_it_is_about()
    {
        var frame = ArpPacket.Question(ArpAsker.Mac, IPAddress.Parse("192.0.2.6"), IPAddress.Parse("192.0.2.5"));

        Assert.Equal(42, frame.Length);
        Assert.Equal(new ArpPacket(IsReply: false, "02:76:32:6b:00:01", IPAddress.Parse("192.0.2.6")), ArpPacket.Parse(frame));
        Assert.Equal([192, 0, 2, 5], frame[38..]);
    }

    [Theory]
    [InlineData("192.0.2.1", 30)]
    [InlineData("192.0.2.2", 30)]
    [InlineData("192.0.2.1", 24)]
    [InlineData("192.0.2.254", 24)]
    [InlineData("192.0.2.252", 24)]
    public void One_of_three_senders_is_a_host_of_the_subnet_and_none_is_the_guest(string address, int prefix)
    {
        var asker = new ArpAsker();
        var guest = IPAddress.Parse(address);

        var senders = Enumerable.Range(0, 3).Select(_ => asker.SenderFor(guest)).ToList();

        Assert.Distinct(senders);
        Assert.DoesNotContain(guest, senders);
        var mask = (1 << (32 - prefix)) - 1;
        Assert.Contains(senders, sender => (sender.GetAddressBytes()[3] & mask) is var host && host != 0 && host != mask);
    }

    [Fact]
    public void No_sender_is_another_address_that_is_asked_for()
    {
        var asker = new ArpAsker();
        var addresses = new[] { "192.0.2.4", "192.0.2.5", "192.0.2.6" }.Select(IPAddress.Parse).ToList();
        addresses.ForEach(address => asker.SenderFor(address));

        Assert.All(addresses, address => Assert.Equal("192.0.2.7", asker.SenderFor(address).ToString()));
    }

    [SkippableTheory]
    [InlineData("192.0.2.1/30")]
    [InlineData("192.0.2.254/24")]
    [InlineData("10.77.22.10/24")]
    public async Task A_guest_answers_even_where_it_answers_no_stranger(string address)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "making a bridge needs root");
        Skip.IfNot(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "ip is missing; --target=Setup brings it with libvirt");
        try
        {
            await IpAsync($"link add {Bridge} type bridge");
            await IpAsync($"netns add {Space}");
            await IpAsync($"link add v2k-arp0 type veth peer name card netns {Space}");
            await IpAsync($"link set v2k-arp0 master {Bridge} up");
            await IpAsync($"link set {Bridge} up");
            await IpAsync($"netns exec {Space} sysctl -qw net.ipv4.conf.all.rp_filter=1");
            await IpAsync($"-n {Space} address add {address} dev card");
            await IpAsync($"-n {Space} link set card up");
            using var watch = ArpWatch.Start(Bridge);
            Assert.NotNull(watch);
            var guest = IPAddress.Parse(address.Split('/')[0]);

            for (var i = 0; i < 40 && !watch.Seen.Any(seen => seen.Value); i++)
            {
                watch.Ask(guest);
                await Task.Delay(100);
            }

            var (heard, isAnswer) = Assert.Single(watch.Seen);
            Assert.Equal(guest, heard.Address);
            Assert.True(isAnswer);
        }
        finally
        {
            await IpAsync($"netns delete {Space}", mayFail: true);
            await IpAsync($"link delete {Bridge}", mayFail: true);
        }
    }

    private static async Task IpAsync(string words, bool mayFail = false)
    {
        using var process = System.Diagnostics.Process.Start("ip", words.Split(' '));
        await process.WaitForExitAsync();
        Assert.True(mayFail || process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"ip {words}: exit status {process.ExitCode}"));
    }
}
