using System.Globalization;
using System.Net;
using System.Net.Sockets;
using V2K.Engine.Interop;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>A neighbour's question, and whether Linux answers it: a network namespace on a bridge stands for the guest.</summary>
public sealed class NeighbourTests
{
    /// <summary>Names of this process alone, of at most 15 characters: several runs of the tests may share a host.</summary>
    private static readonly string Prefix = $"v2k{Environment.ProcessId}";
    private static readonly string Bridge = Prefix + "-br";
    private static readonly string Space = Prefix + "-ns";
    private static readonly string GuestCard = Prefix + "-0";
    private static readonly string OwnCard = Prefix + "-1";
    private static readonly string OtherCard = Prefix + "-2";

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

    /// <summary>Laid out by hand after RFC 4861, section 4.3; the checksum was worked out apart, over the pseudo-header of RFC 8200.</summary>
    [Fact]
    public void A_question_by_IPv6_goes_to_the_solicited_node_address_with_a_correct_checksum()
    {
        var frame = NeighbourDiscovery.Question(ArpAsker.Mac, IPAddress.Parse("2001:db8::12:3456"));

        Assert.Equal(
            "3333FF123456" + "0276326B0001" + "86DD"
            + "60000000" + "0020" + "3A" + "FF" + "FE80000000000000007632FFFE6B0001" + "FF0200000000000000000001FF123456"
            + "87" + "00" + "7DD0" + "00000000" + "20010DB8000000000000000000123456" + "01010276326B0001",
            Convert.ToHexString(frame));
        Assert.Null(NeighbourDiscovery.Parse(frame));
    }

    [Fact]
    public void IPv6_answers_differ_from_announcements_and_link_local_addresses_are_ignored()
    {
        const string Advertisement =
            "0276326B0001" + "005056000001" + "86DD" + "60000000" + "0020" + "3A" + "FF" + "20010DB8000000000000000000000005" + "FE80000000000000007632FFFE6B0001"
            + "88" + "00" + "0000" + "60000000" + "20010DB8000000000000000000000005" + "0201005056000002";
        var address = IPAddress.Parse("2001:db8::5");

        Assert.Equal(new NeighbourDiscovery(IsReply: true, "00:50:56:00:00:02", address), Parse(Advertisement));
        Assert.Equal(new NeighbourDiscovery(IsReply: false, "00:50:56:00:00:02", address), Parse(Advertisement.Replace("60000000" + "20010DB8", "20000000" + "20010DB8", StringComparison.Ordinal)));
        Assert.Equal(new NeighbourDiscovery(IsReply: true, "00:50:56:00:00:01", address), Parse(Advertisement[..^16]));
        Assert.Null(Parse(Advertisement.Replace("20010DB8", "FE800000", StringComparison.Ordinal)));
        Assert.Null(Parse(Advertisement.Replace("3AFF", "3AFE", StringComparison.Ordinal)));
        for (var length = 0; length < Advertisement.Length - 16; length += 2)
        {
            Assert.Null(Parse(Advertisement[..length]));
        }

        static NeighbourDiscovery? Parse(string hex) => NeighbourDiscovery.Parse(Convert.FromHexString(hex));
    }

    [SkippableTheory]
    [InlineData("192.0.2.1/30")]
    [InlineData("192.0.2.254/24")]
    [InlineData("10.77.22.10/24")]
    [InlineData("2001:db8:77::10/64")]
    public async Task A_guest_answers_even_where_it_answers_no_stranger(string address)
    {
        await using var guest = await Namespace.StartAsync();
        await Namespace.InsideAsync($"address add {address} dev card {Nodad(address)}");
        using var watch = NeighbourWatch.Start(Bridge);
        Assert.NotNull(watch);
        var wanted = new WantedAddress(IPAddress.Parse(address.Split('/')[0]));

        await AskAsync(watch, wanted);

        var (heard, isAnswer) = Assert.Single(watch.Seen);
        Assert.Equal(new Neighbour(heard.Mac, wanted.Address), heard);
        Assert.True(isAnswer);
    }

    /// <summary>Linux answers for an address on any of its interfaces, so that a question without a tag proves nothing of a VLAN.</summary>
    [SkippableTheory]
    [InlineData("192.0.2.5/24")]
    [InlineData("2001:db8:77::5/64")]
    public async Task An_address_on_a_VLAN_answers_there_and_on_no_other(string address)
    {
        await using var guest = await Namespace.StartAsync();
        Skip.IfNot(await Namespace.TryInsideAsync("link add link card name card.100 type vlan id 100"), "this kernel has no VLANs (8021q)");
        await Namespace.InsideAsync("link set card.100 up");
        await Namespace.InsideAsync($"address add {address} dev card.100 {Nodad(address)}");
        using var watch = NeighbourWatch.Start(Bridge);
        Assert.NotNull(watch);
        var bare = IPAddress.Parse(address.Split('/')[0]);

        watch.Ask(new WantedAddress(bare, 101));
        await AskAsync(watch, new WantedAddress(bare, 100));

        var (heard, _) = Assert.Single(watch.Seen, seen => seen.Value);
        Assert.Equal((bare, 100), (heard.Address, heard.Vlan));
        Assert.DoesNotContain(watch.Seen.Keys, neighbour => neighbour.Vlan is null);
    }

    [SkippableTheory]
    [InlineData("192.0.2.5")]
    [InlineData("2001:db8:77::5")]
    public async Task A_tag_is_sent_and_seen_whatever_the_kernel_makes_of_it(string address)
    {
        await using var guest = await Namespace.StartAsync();
        await IpAsync($"link add {OwnCard} type veth peer name {OtherCard}");
        using var stop = new CancellationTokenSource();
        try
        {
            await IpAsync($"link set {OwnCard} master {Bridge} up");
            await IpAsync($"link set {OtherCard} up");
            using var card = PacketSocket.Open(int.Parse(await File.ReadAllTextAsync($"/sys/class/net/{OtherCard}/ifindex"), CultureInfo.InvariantCulture));
            var (bare, answering) = (IPAddress.Parse(address), AnswerAsync(card, IPAddress.Parse(address), 100, stop.Token));
            using var watch = NeighbourWatch.Start(Bridge);
            Assert.NotNull(watch);

            watch.Ask(new WantedAddress(bare, 101));
            await AskAsync(watch, new WantedAddress(bare, 100));
            Assert.Equal(new Neighbour("00:50:56:00:00:01", bare, 100), Assert.Single(watch.Seen, seen => seen.Value).Key);

            await AskAsync(watch, new WantedAddress(bare), enough: 2);
            Assert.Equal([null, 100], watch.Seen.Where(seen => seen.Value).Select(seen => seen.Key.Vlan).Order());
            await stop.CancelAsync();
            await answering;
        }
        finally
        {
            await IpAsync($"link delete {OwnCard}", mayFail: true);
        }
    }

    /// <summary>Without a look for duplicates the address is there at once.</summary>
    private static string Nodad(string address) => address.Contains(':', StringComparison.Ordinal) ? "nodad" : "";

    private static async Task AskAsync(NeighbourWatch watch, WantedAddress wanted, int enough = 1)
    {
        for (var i = 0; i < 100 && watch.Seen.Count(seen => seen.Value) < enough; i++)
        {
            watch.Ask(wanted);
            await Task.Delay(100);
        }
    }

    private static async Task IpAsync(string words, bool mayFail = false) => Assert.True(await RunAsync(words) || mayFail, $"ip {words} failed");

    private static async Task<bool> RunAsync(string words)
    {
        using var process = System.Diagnostics.Process.Start("ip", words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    /// <summary>
    /// Answers as a guest's kernel with VLANs does: a question for <paramref name="address"/> with a tag gets an answer with that tag, one without
    /// gets one without. Other frames, such as the kernel's own router solicitations, get no answer.
    /// </summary>
    private static async Task AnswerAsync(PacketSocket card, IPAddress address, int vlan, CancellationToken stop)
    {
        const string Mac = "005056000001";
        var answer = Convert.FromHexString(address.AddressFamily == AddressFamily.InterNetworkV6
            ? "0276326B0001" + Mac + "86DD" + "60000000" + "0020" + "3A" + "FF" + Convert.ToHexString(address.GetAddressBytes()) + "FE80000000000000007632FFFE6B0001"
                + "88" + "00" + "0000" + "60000000" + Convert.ToHexString(address.GetAddressBytes()) + "0201" + Mac
            : "0276326B0001" + Mac + "0806" + "00010800060400" + "02" + Mac + Convert.ToHexString(address.GetAddressBytes()) + "0276326B0001" + "C0000206");
        var frame = new byte[2048];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var (length, tag) = await card.ReceiveAsync(frame, stop);
                var heard = frame.AsMemory(0, length);
                var asksForAddress = heard.Span.IndexOf(address.GetAddressBytes()) >= 0;
                if (asksForAddress && VlanOf(heard, tag) is var asked && (asked is null || asked == vlan))
                {
                    card.Send(VlanTag.Add(answer, asked));
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        static int? VlanOf(Memory<byte> frame, ushort? tag)
        {
            var span = frame.Span;
            return VlanTag.Take(ref span, tag);
        }
    }

    /// <summary>A network namespace with a card on a bridge, in a subnet whose strangers it does not answer.</summary>
    private sealed class Namespace : IAsyncDisposable
    {
        internal static async Task<Namespace> StartAsync()
        {
            Skip.IfNot(Environment.IsPrivilegedProcess, "making a bridge needs root");
            Skip.IfNot(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "ip is missing; --target=Setup brings it with libvirt");
            var guest = new Namespace();
            try
            {
                await NeighbourTests.IpAsync($"link add {Bridge} type bridge");
                await NeighbourTests.IpAsync($"netns add {Space}");
                await NeighbourTests.IpAsync($"link add {GuestCard} type veth peer name card netns {Space}");
                await NeighbourTests.IpAsync($"link set {GuestCard} master {Bridge} up");
                await NeighbourTests.IpAsync($"link set {Bridge} up");
                await NeighbourTests.IpAsync($"netns exec {Space} sysctl -qw net.ipv4.conf.all.rp_filter=1");
                await InsideAsync("link set card up");
                return guest;
            }
            catch
            {
                await guest.DisposeAsync();
                throw;
            }
        }

        internal static Task InsideAsync(string words) => NeighbourTests.IpAsync($"-n {Space} {words}");

        internal static Task<bool> TryInsideAsync(string words) => RunAsync($"-n {Space} {words}");

        public async ValueTask DisposeAsync()
        {
            await NeighbourTests.IpAsync($"netns delete {Space}", mayFail: true);
            await NeighbourTests.IpAsync($"link delete {Bridge}", mayFail: true);
        }
    }
}
