using System.Globalization;
using V2K.Engine.Libvirt;

namespace V2K.Engine.CutOvers.Checks;

/// <summary>What a guest must answer to before its cut-over counts: an entry of <c>check:</c>.</summary>
public abstract record GuestCheck
{
    /// <summary>The forms that <see cref="Parse"/> takes.</summary>
    internal const string Forms = "agent, ping, ping:HOST, tcp:PORT, tcp:HOST:PORT, or a URL that begins with http:// or https://";

    /// <summary>As in the configuration: <c>tcp:443</c>.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it names no host, and so asks the addresses that Adjust found in the guest.</summary>
    public abstract bool AsksGuestAddresses { get; }

    /// <summary>Asks once.</summary>
    /// <param name="guest">The domain, and the addresses that its guest configures.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns>Null where the guest answers as it should; else what it does instead.</returns>
    internal abstract Task<string?> AskAsync(GuestToCheck guest, CancellationToken cancellation);

    /// <summary>Reads one of <see cref="Forms"/>.</summary>
    /// <param name="text">An entry of <c>check:</c>.</param>
    /// <returns>The check, or else what is wrong with the text.</returns>
    internal static (GuestCheck? Check, string? Fault) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return !Uri.TryCreate(text, UriKind.Absolute, out var url) ? (null, $"'{text}' is not a URL")
                : url.UserInfo.Length > 0 ? (null, "a URL with a user name or password is shown in logs and reports")
                : (new HttpCheck(url), null);
        }

        var (kind, rest) = text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, null);
        return (kind, rest) switch
        {
            ("agent", null) => (new AgentCheck(), null),
            ("ping", null) => (new PingCheck(Host: null), null),
            ("ping", { Length: > 0 } host) when IsHost(Bare(host)) => (new PingCheck(Bare(host)), null),
            ("tcp", { Length: > 0 } place) when TcpCheck(place) is { } check => (check, null),
            _ => (null, $"'{text}' is not a check"),
        };
    }

    private static TcpCheck? TcpCheck(string place)
    {
        var colon = place.LastIndexOf(':');
        var host = colon < 0 ? null : Bare(place[..colon]);
        return int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            && (host is null || IsHost(host))
                ? new TcpCheck(host, port) : null;
    }

    private static bool IsHost(string host) => Uri.CheckHostName(host) is not UriHostNameType.Unknown;

    /// <summary>An IPv6 address without its brackets.</summary>
    private static string Bare(string host) => host is ['[', .., ']'] ? host[1..^1] : host;
}

/// <summary>A guest that was started.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Addresses">The fixed IPv4 and IPv6 addresses that it configures.</param>
internal sealed record GuestToCheck(LibvirtDomain Domain, IReadOnlyList<string> Addresses)
{
    /// <summary>Asks <paramref name="host"/>, or where that is null each address until one answers.</summary>
    internal async Task<string?> AskAsync(string? host, Func<string, Task<string?>> ask)
    {
        var fault = "no address of the guest is known";
        foreach (var address in host is null ? Addresses : [host])
        {
            if (await ask(address) is not { } other)
            {
                return null;
            }

            fault = other;
        }

        return fault;
    }
}
