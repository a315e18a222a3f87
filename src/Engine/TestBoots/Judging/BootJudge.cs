using System.Net;
using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.TestBoots.Judging;

/// <summary>
/// Decides from one observation to the next whether a guest has come up, will not, or needs more time. It looks at nothing
/// itself, and has no clock.
/// </summary>
/// <param name="expected">What the guest must show on the network.</param>
/// <param name="macs">Its cards whose cable is plugged in, in lower case with colons.</param>
/// <param name="patience">How long to wait for what.</param>
public sealed class BootJudge(ExpectedAddresses expected, IReadOnlyList<string> macs, BootPatience patience)
{
    /// <summary>A card whose cable is not plugged in has no address, whatever its guest's files say.</summary>
    private readonly List<GuestAddress> _awaited = [.. expected.Addresses.Where(address => address.Mac is null || macs.Contains(address.Mac, StringComparer.Ordinal))];
    private readonly List<SeenSignal> _signals = [];
    private double? _upSince;
    private double? _bootedSince;
    private double? _endedSince;

    /// <summary>Every signal so far, in the order they came.</summary>
    public IReadOnlyList<SeenSignal> Signals => _signals;

    /// <summary>The addresses that are worth asking for after <paramref name="now"/>.</summary>
    public IEnumerable<WantedAddress> Questions(BootObservation now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var own = _awaited.Where(address => address.Address is not null).Select(address => new WantedAddress(IPAddress.Parse(address.Address!), address.Vlan));
        var leased = now.Leases.Where(IsOurs).Select(lease => new WantedAddress(IPAddress.TryParse(lease.Address, out var address) ? address : IPAddress.Any));
        var heard = (now.Neighbours?.Keys ?? []).Where(neighbour => IsOurs(neighbour.Mac)).Select(neighbour => new WantedAddress(neighbour.Address, neighbour.Vlan));
        return own.Concat(leased).Concat(heard).Where(wanted => !wanted.Address.Equals(IPAddress.Any)).Distinct();
    }

    /// <summary>Takes <paramref name="now"/> into account.</summary>
    /// <returns>The outcome; null while there is none.</returns>
    public BootOutcome? See(BootObservation now)
    {
        ArgumentNullException.ThrowIfNull(now);
        Note(now);
        var said = now.Screen is null ? now.Serial : $"{now.Serial}\n{now.Screen}";
        var diagnosis = now.Unlocking?.Refusal is { } refusal ? KnownEnds.StillLocked(refusal) : KnownEnds.Find(said, isAnswered: now.Unlocking is not null);
        if (now.State is DomainState.Gone or DomainState.ShutOff or DomainState.Crashed)
        {
            return BootOutcome.Failed(diagnosis ?? KnownEnds.PoweredOff(now.State.ToString().ToLowerInvariant()));
        }

        if (diagnosis?.IsFinal == true)
        {
            _endedSince ??= now.Seconds;
            if (now.Seconds - _endedSince >= patience.Final)
            {
                return BootOutcome.Failed(diagnosis);
            }
        }
        else
        {
            _endedSince = null;
        }

        return Comes(now) ?? (now.Seconds >= patience.Timeout ? BootOutcome.Failed(TimeIsOver(now, diagnosis, said)) : null);
    }

    private BootOutcome? Comes(BootObservation now)
    {
        var booted = Has(BootSignal.GuestAgent) || Has(BootSignal.LoginPrompt);
        if (IsOnNetwork(now))
        {
            _upSince ??= now.Seconds;
            return _endedSince is null && now.Unlocking?.IsAsking != true && (booted || now.Seconds - _upSince >= patience.Settle) ? BootOutcome.Passed(warning: null) : null;
        }

        if (!booted)
        {
            return null;
        }

        _bootedSince ??= now.Seconds;
        return macs.Count == 0 || IsNone ? BootOutcome.Passed(warning: null)
            : now.Seconds - _bootedSince < patience.Network ? null
            : expected.AnyWillDo ? BootOutcome.Passed("its network cards showed no address: check whether it should have one")
            : BootOutcome.Failed(KnownEnds.NetworkNeverUp(Missing(now)));
    }

    private Diagnosis TimeIsOver(BootObservation now, Diagnosis? diagnosis, string said) => diagnosis ?? KnownEnds.Find(said)
        ?? (_bootedSince is not null ? KnownEnds.NetworkNeverUp(Missing(now)) : KnownEnds.Silence(said.Trim().Length > 0));

    private void Note(BootObservation now)
    {
        if (now.Agent is { } agent)
        {
            Add(BootSignal.GuestAgent, agent, now);
        }

        foreach (var lease in now.Leases.Where(lease => IsOurs(lease) && IsConfirmed(lease, now)))
        {
            Add(BootSignal.DhcpLease, $"{lease.Address} for {lease.Mac}", now);
        }

        foreach (var (mac, address, vlan) in Answered(now))
        {
            if (!now.Leases.Any(lease => lease.Address == address.ToString()))
            {
                Add(BootSignal.StaticAddress, $"{new GuestAddress(mac, address.ToString()) { Vlan = vlan }.Text} at {mac}", now);
            }
        }

        if (now.Unlocking is { Given: > 0 })
        {
            Add(BootSignal.Unlocked, "with --key", now);
        }

        if (LoginPrompt.Find(now.Serial) is { } line)
        {
            Add(BootSignal.LoginPrompt, $"on the serial port: {line}", now);
        }
        else if (LoginPrompt.Find(now.Screen ?? "") is { } shown)
        {
            Add(BootSignal.LoginPrompt, $"on the screen: {shown}", now);
        }
    }

    private void Add(BootSignal kind, string detail, BootObservation now)
    {
        if (!_signals.Exists(signal => signal.Kind == kind && (signal.Detail == detail || kind is BootSignal.LoginPrompt or BootSignal.GuestAgent)))
        {
            _signals.Add(new SeenSignal(kind, detail, Math.Round(now.Seconds, 1)));
        }
    }

    private bool IsNone => !expected.AnyWillDo && _awaited.Count == 0;

    private bool Has(BootSignal kind) => _signals.Exists(signal => signal.Kind == kind);

    private bool IsOnNetwork(BootObservation now)
    {
        var provable = _awaited.Where(address => now.Neighbours is not null || address.Address is null).ToList();
        return provable.Count > 0
            ? provable.TrueForAll(address => IsThere(address, now))
            : !IsNone && (Has(BootSignal.DhcpLease) || Has(BootSignal.StaticAddress));
    }

    private bool IsThere(GuestAddress address, BootObservation now) => address.Address is null
        ? now.Leases.Any(lease => IsOurs(lease) && IsConfirmed(lease, now) && (address.Mac is null || address.Mac == lease.Mac))
        : Answered(now).Any(answer => answer.Address.ToString() == address.Address && answer.Vlan == address.Vlan && (address.Mac is null || address.Mac == answer.Mac));

    private string Missing(BootObservation now)
    {
        var missing = _awaited.Where(address => !IsThere(address, now))
            .Select(address => (address.Address is null ? "a DHCP lease" : address.Text) + (address.Mac is null ? "" : $" at {address.Mac}"))
            .ToList();
        return missing.Count > 0 ? $"waited for {string.Join(", ", missing)}" : $"no signal came from {string.Join(", ", macs)}";
    }

    private static bool IsConfirmed(DhcpLease lease, BootObservation now) =>
        now.Neighbours is null || (IPAddress.TryParse(lease.Address, out var address) && now.Neighbours.GetValueOrDefault(new Neighbour(lease.Mac, address)));

    private IEnumerable<Neighbour> Answered(BootObservation now) =>
        now.Neighbours?.Where(seen => seen.Value && IsOurs(seen.Key.Mac)).Select(seen => seen.Key) ?? [];

    private bool IsOurs(DhcpLease lease) => IsOurs(lease.Mac);

    /// <summary>Bonds and bridges may have made themselves an address that no card has; there is nobody else in the sandbox.</summary>
    private bool IsOurs(string mac) => macs.Contains(mac, StringComparer.Ordinal) || _awaited.Exists(address => address.Mac is null);
}

/// <summary>How a test boot ended.</summary>
/// <param name="HasPassed">The guest came up.</param>
/// <param name="Diagnosis">Why it did not; null where it did.</param>
/// <param name="Warning">What is to be looked at though it did.</param>
public sealed record BootOutcome(bool HasPassed, Diagnosis? Diagnosis, string? Warning)
{
    /// <summary>It came up.</summary>
    public static BootOutcome Passed(string? warning) => new(HasPassed: true, Diagnosis: null, warning);

    /// <summary>It did not.</summary>
    public static BootOutcome Failed(Diagnosis diagnosis) => new(HasPassed: false, diagnosis, Warning: null);
}
