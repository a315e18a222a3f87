using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Passphrases;
using V2K.Engine.TestBoots.Sandbox;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>Looks at a running test domain from every side there is.</summary>
/// <param name="domain">The domain.</param>
/// <param name="network">Its network.</param>
/// <param name="neighbours">Listens there; null where this user may not.</param>
/// <param name="serial">What it says.</param>
/// <param name="hasAgent">It has a channel for the guest agent.</param>
/// <param name="mebibytes">Its memory.</param>
/// <param name="unlocker">Answers its questions for passphrases; null where there are no keys.</param>
internal sealed class BootObserver(
    LibvirtDomain domain, SandboxNetwork network, NeighbourWatch? neighbours, SerialLog serial, bool hasAgent, long mebibytes, Unlocker? unlocker)
{
    private const string AgentChannel = "org.qemu.guest_agent.0";
    private const int AgentSeconds = 2;

    /// <summary>Reading the screen and asking the agent cost more than the rest.</summary>
    private const int EveryFew = 4;

    /// <summary>A guest that may have a question for us is looked into sooner.</summary>
    private static readonly TimeSpan AfterKey = TimeSpan.FromSeconds(30);

    /// <summary>A guest that draws pictures and is not up by then is looked into, and again after twice the time: it stands still meanwhile.</summary>
    private TimeSpan _nextPeek = unlocker is null ? TimeSpan.FromMinutes(2) : AfterKey;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _looks;
    private string? _screen;
    private string? _consoles;
    private string? _agent;
    private Unlocking? _unlocking;

    /// <summary>A key was echoed: no picture is to be taken of that.</summary>
    internal bool HasSeenKey { get; private set; }

    /// <summary>Whether <paramref name="domain"/> has a channel for the guest agent.</summary>
    internal static bool HasAgentChannel(XElement domain) =>
        domain.Devices("channel").Elements("target").Any(target => target.Get("name") == AgentChannel);

    /// <summary>Looks, and asks for what <paramref name="judge"/> wants to know next time.</summary>
    internal BootObservation Look(BootJudge judge)
    {
        var state = domain.State;
        serial.Advance();
        if (_looks++ % EveryFew == 0 && state == DomainState.Running)
        {
            _screen = TextScreen.Read(domain) ?? Consoles();
            _agent ??= hasAgent ? AskAgent() : null;
        }

        var said = serial.Text;
        if (unlocker is not null && state == DomainState.Running)
        {
            Unlock(unlocker, said);
        }

        var now = new BootObservation(
            _clock.Elapsed.TotalSeconds, state, Hide(said), _screen is null ? null : Hide(_screen), network.Leases(), neighbours?.Seen, _agent, _unlocking);
        foreach (var address in judge.Questions(now))
        {
            neighbours?.Ask(address);
        }

        return now;
    }

    private void Unlock(Unlocker answers, string said)
    {
        var before = _unlocking?.Given ?? 0;
        _unlocking = answers.Answer(_clock.Elapsed.TotalSeconds, said, _screen);
        if (_unlocking.Given > before)
        {
            // What was seen there is answered.
            _screen = _consoles = null;
            _nextPeek = _clock.Elapsed + AfterKey;
        }
    }

    private string? Consoles()
    {
        if (_clock.Elapsed >= _nextPeek)
        {
            _consoles = ConsoleMemory.Read(domain, mebibytes);
            _nextPeek = _clock.Elapsed * 2;
        }

        return _consoles;
    }

    /// <summary>A key that came when nobody listened may be there for all to read.</summary>
    private string Hide(string text)
    {
        var hidden = unlocker is null ? text
            : unlocker.Secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "********", StringComparison.Ordinal));
        HasSeenKey |= !hidden.Equals(text, StringComparison.Ordinal);
        return hidden;
    }

    /// <summary>What the guest calls itself; that it answers, where it does not say.</summary>
    private string? AskAgent()
    {
        if (!domain.PingAgent(AgentSeconds))
        {
            return null;
        }

        try
        {
            using var answer = JsonDocument.Parse(domain.AskAgent("""{"execute":"guest-get-osinfo"}""", AgentSeconds) ?? "{}");
            return answer.RootElement.TryGetProperty("return", out var system) && system.TryGetProperty("pretty-name", out var name)
                ? name.GetString() ?? "guest-ping"
                : "guest-ping";
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // The answer is the guest's to make up; that it came is what counts.
            return "guest-ping";
        }
    }
}
