using System.Net;
using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Passphrases;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>What is concluded from what is seen of a guest, without a guest and without a clock.</summary>
public sealed class BootJudgeTests
{
    private const string Mac = "00:50:56:8a:5b:01";
    private const string Login = "\nDebian GNU/Linux 12 web01 ttyS0\n\nweb01 login: ";
    private static readonly BootPatience Patience = new(Timeout: 300, Network: 60, Settle: 5, Final: 2, Key: 15);
    private static readonly ExpectedAddresses Anything = new([], AnyWillDo: true);

    [Fact]
    public void A_lease_counts_when_its_address_answers_by_ARP()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);

        Assert.Null(judge.See(At(10) with { Leases = [Lease("198.18.7.2")] }));
        Assert.Empty(judge.Signals);
        Assert.Equal([new WantedAddress(IPAddress.Parse("198.18.7.2"))], judge.Questions(At(10) with { Leases = [Lease("198.18.7.2")] }));
        Assert.Null(judge.See(At(12) with { Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") }));
        var outcome = judge.See(At(18) with { Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") });

        Assert.True(outcome?.HasPassed);
        Assert.Equal(new SeenSignal(BootSignal.DhcpLease, $"198.18.7.2 for {Mac}", 12), Assert.Single(judge.Signals));
    }

    [Fact]
    public void A_login_prompt_beside_an_address_ends_the_waiting()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);

        Assert.True(judge.See(At(12) with { Serial = Login, Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") })?.HasPassed);
    }

    [Fact]
    public void The_addresses_that_are_known_must_answer_and_no_other_will_do()
    {
        var judge = new BootJudge(new([new GuestAddress(Mac, "192.0.2.5")], AnyWillDo: false), [Mac], Patience);

        Assert.Equal([new WantedAddress(IPAddress.Parse("192.0.2.5"))], judge.Questions(At(0)));
        Assert.Null(judge.See(At(10) with { Serial = Login, Neighbours = Answered("192.0.2.9") }));
        var late = judge.See(At(71) with { Serial = Login, Neighbours = Answered("192.0.2.9") });
        Assert.Equal("network-never-up", late?.Diagnosis?.Id);
        Assert.Contains($"192.0.2.5 at {Mac}", late!.Diagnosis!.Meaning, StringComparison.Ordinal);

        Assert.True(new BootJudge(new([new GuestAddress(Mac, "192.0.2.5")], AnyWillDo: false), [Mac], Patience)
            .See(At(10) with { Serial = Login, Neighbours = Answered("192.0.2.5") })?.HasPassed);
    }

    [Fact]
    public void An_address_that_another_card_answers_for_is_not_that_cards()
    {
        const string other = "00:50:56:8a:5b:02";
        var judge = new BootJudge(new([new GuestAddress(Mac, "192.0.2.5")], AnyWillDo: false), [Mac, other], Patience);

        Assert.Null(judge.See(At(10) with { Serial = Login, Neighbours = new Dictionary<Neighbour, bool> { [new(other, IPAddress.Parse("192.0.2.5"))] = true } }));
    }

    [Fact]
    public void An_address_that_is_bound_to_no_card_may_be_a_bridge_s_own()
    {
        var judge = new BootJudge(new([new GuestAddress(null, "192.0.2.5")], AnyWillDo: false), [Mac], Patience);

        Assert.True(judge.See(At(10) with { Serial = Login, Neighbours = new Dictionary<Neighbour, bool> { [new("66:00:00:00:00:01", IPAddress.Parse("192.0.2.5"))] = true } })?.HasPassed);
    }

    [Fact]
    public void An_address_on_a_VLAN_is_asked_for_there_and_an_untagged_answer_is_no_proof()
    {
        var judge = new BootJudge(ExpectedAddresses.Of([], [new GuestAddress(Mac, "192.0.2.5") { Vlan = 100 }]), [Mac], Patience);
        var (untagged, tagged) = (new Neighbour(Mac, IPAddress.Parse("192.0.2.5")), new Neighbour(Mac, IPAddress.Parse("192.0.2.5"), 100));

        Assert.Equal([new WantedAddress(IPAddress.Parse("192.0.2.5"), 100)], judge.Questions(At(0)));
        Assert.Null(judge.See(At(10) with { Serial = Login, Neighbours = new Dictionary<Neighbour, bool> { [untagged] = true } }));
        var late = judge.See(At(71) with { Serial = Login, Neighbours = new Dictionary<Neighbour, bool> { [untagged] = true, [tagged with { Vlan = 101 }] = true } });
        Assert.Contains("192.0.2.5 on VLAN 100", late?.Diagnosis?.Meaning, StringComparison.Ordinal);
        Assert.True(judge.See(At(72) with { Serial = Login, Neighbours = new Dictionary<Neighbour, bool> { [tagged] = true } })?.HasPassed);
        Assert.Contains(judge.Signals, signal => signal.Detail == $"192.0.2.5 on VLAN 100 at {Mac}");
    }

    [Fact]
    public void A_static_IPv6_address_is_waited_for_however_it_is_spelled()
    {
        var judge = new BootJudge(ExpectedAddresses.Of(["2001:DB8:0::5"], []), [Mac], Patience);

        Assert.Equal([new WantedAddress(IPAddress.Parse("2001:db8::5"))], judge.Questions(At(0)));
        Assert.Null(judge.See(At(10) with { Serial = Login }));
        Assert.True(judge.See(At(11) with { Serial = Login, Neighbours = Answered("2001:db8::5") })?.HasPassed);
        Assert.Equal($"neighbour advertisement for the guest's own address, 2001:db8::5 at {Mac}", judge.Signals[^1].Text);
    }

    [Fact]
    public void A_passphrase_ends_the_waiting_unless_there_are_keys_to_be_typed()
    {
        const string Question = "Please unlock disk sda2_crypt: ";
        Assert.Equal("passphrase", Ended(unlocking: null)?.Diagnosis?.Id);
        Assert.Null(Ended(new Unlocking(IsAsking: true, 1, Refusal: null)));
        Assert.Contains("no key of --key opens it", Ended(new Unlocking(IsAsking: true, 2, "no key of --key opens it"))?.Diagnosis?.Meaning, StringComparison.Ordinal);

        BootOutcome? Ended(Unlocking? unlocking)
        {
            var judge = new BootJudge(Anything, [Mac], Patience);
            Assert.Null(judge.See(At(10) with { Serial = Question, Unlocking = unlocking }));
            return judge.See(At(20) with { Serial = Question, Unlocking = unlocking });
        }
    }

    [Fact]
    public void An_address_is_not_enough_while_a_passphrase_is_waited_for()
    {
        var judge = new BootJudge(new([new GuestAddress(null, "192.0.2.5")], AnyWillDo: false), [Mac], Patience);
        BootObservation Answering(double seconds, bool isAsking) => At(seconds) with { Neighbours = Answered("192.0.2.5"), Unlocking = new Unlocking(isAsking, 1, Refusal: null) };

        Assert.Null(judge.See(Answering(10, isAsking: true)));
        Assert.Null(judge.See(Answering(30, isAsking: true)));
        Assert.True(judge.See(Answering(31, isAsking: false))?.HasPassed);
    }

    [Fact]
    public void A_guest_that_was_unlocked_and_still_asks_when_the_time_is_over_waits_for_its_passphrase()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);

        Assert.Equal("passphrase", judge.See(At(300) with { Serial = "Please unlock disk a: ", Unlocking = new Unlocking(IsAsking: true, 1, Refusal: null) })?.Diagnosis?.Id);
    }

    [Fact]
    public void A_card_of_which_nothing_is_known_is_not_waited_for_beside_one_with_DHCP()
    {
        var judge = new BootJudge(ExpectedAddresses.Of([], [new GuestAddress(Mac, null)]), [Mac, "00:50:56:8a:5b:02"], Patience);

        Assert.True(judge.See(At(12) with { Serial = Login, Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") })?.HasPassed);
    }

    [Fact]
    public void A_card_whose_cable_is_not_plugged_in_is_not_waited_for()
    {
        var expected = ExpectedAddresses.Of([], [new GuestAddress(Mac, "192.0.2.5"), new GuestAddress("00:50:56:8a:5b:02", "192.0.2.6")]);

        Assert.True(new BootJudge(expected, [Mac], Patience).See(At(12) with { Serial = Login, Neighbours = Answered("192.0.2.5") })?.HasPassed);
        Assert.Null(new BootJudge(expected, [Mac, "00:50:56:8a:5b:02"], Patience).See(At(12) with { Serial = Login, Neighbours = Answered("192.0.2.5") }));
    }

    [Fact]
    public void An_address_nobody_knew_of_is_found_by_what_the_guest_asks()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);
        var heard = At(10) with { Neighbours = new Dictionary<Neighbour, bool> { [new(Mac, IPAddress.Parse("10.1.1.5"))] = false } };

        Assert.Null(judge.See(heard));
        Assert.Equal([new WantedAddress(IPAddress.Parse("10.1.1.5"))], judge.Questions(heard));
        Assert.True(judge.See(At(12) with { Serial = Login, Neighbours = Answered("10.1.1.5") })?.HasPassed);
    }

    [Fact]
    public void A_guest_without_a_network_passes_by_its_login_prompt() =>
        Assert.True(new BootJudge(Anything, [], Patience).See(At(20) with { Serial = Login })?.HasPassed);

    [Fact]
    public void A_guest_that_is_to_have_no_address_passes_by_its_login_prompt() =>
        Assert.True(new BootJudge(ExpectedAddresses.Of(["none"], []), [Mac], Patience).See(At(20) with { Screen = Login })?.HasPassed);

    [Fact]
    public void A_silent_network_is_a_warning_where_nothing_was_known_of_it()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);

        Assert.Null(judge.See(At(20) with { Serial = Login }));
        var outcome = judge.See(At(80) with { Serial = Login });

        Assert.True(outcome?.HasPassed);
        Assert.NotNull(outcome!.Warning);
    }

    [Fact]
    public void A_known_failure_ends_the_test_boot_early()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);
        const string shell = "ALERT!  /dev/sda1 does not exist.  Dropping to a shell!\n(initramfs) ";

        Assert.Null(judge.See(At(30) with { Serial = shell }));
        Assert.Equal("root-by-name", judge.See(At(32) with { Serial = shell })?.Diagnosis?.Id);
    }

    [Fact]
    public void A_guest_that_gets_over_an_end_passes()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);
        const string disk = "Boot failed: not a bootable disk\nBooting from Hard Disk...\n";

        Assert.Null(judge.See(At(3) with { Serial = disk }));
        Assert.Null(judge.See(At(4) with { Serial = disk + "[    0.000000] Linux version 6.1.0-18-amd64\n" }));
        Assert.True(judge.See(At(12) with { Serial = disk + "[    0.000000] Linux version 6.1.0-18-amd64\n" + Login, Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") })?.HasPassed);
    }

    [Fact]
    public void An_address_does_not_save_a_guest_in_emergency_mode()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);
        var broken = At(30) with { Serial = "You are in emergency mode.\n", Leases = [Lease("198.18.7.2")], Neighbours = Answered("198.18.7.2") };

        Assert.Null(judge.See(broken));
        Assert.Equal("emergency", judge.See(broken with { Seconds = 33 })?.Diagnosis?.Id);
    }

    [Fact]
    public void A_guest_that_ends_by_itself_fails() =>
        Assert.Equal("powered-off", new BootJudge(Anything, [Mac], Patience).See(At(5) with { State = DomainState.Gone })?.Diagnosis?.Id);

    [Theory]
    [InlineData("", "timeout")]
    [InlineData("A start job is running for /dev/sdb1 (4min / no limit)", "fstab-wait")]
    public void A_timeout_names_what_the_guest_was_waiting_for(string serial, string id) =>
        Assert.Equal(id, new BootJudge(Anything, [Mac], Patience).See(At(300) with { Serial = serial })?.Diagnosis?.Id);

    [Fact]
    public void Where_nobody_may_listen_a_lease_alone_must_do()
    {
        var judge = new BootJudge(Anything, [Mac], Patience);

        Assert.True(judge.See(At(9) with { Neighbours = null, Serial = Login, Leases = [Lease("198.18.7.2")] })?.HasPassed);
    }

    private static BootObservation At(double seconds) =>
        new(seconds, DomainState.Running, "", Screen: null, [], new Dictionary<Neighbour, bool>(), Agent: null);

    private static DhcpLease Lease(string address) => new(Mac, address, "web01");

    private static Dictionary<Neighbour, bool> Answered(string address) => new() { [new(Mac, IPAddress.Parse(address))] = true };
}
