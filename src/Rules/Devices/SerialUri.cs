using System.Globalization;

namespace V2K.Rules.Devices;

/// <summary>A serial port's address on the network.</summary>
/// <param name="Protocol">libvirt's name: <c>raw</c>, <c>telnet</c>, <c>telnets</c> or <c>tls</c>.</param>
/// <param name="Host">Empty for every address of the host.</param>
/// <param name="Service">A port number, or a service's name.</param>
internal readonly record struct SerialUri(string Protocol, string Host, string Service)
{
    /// <summary>Reads <c>telnet://:7001</c>, <c>tcp://10.0.0.1:7001</c>, <c>telnets://[fe80::1]:7001</c>; no scheme means TCP.</summary>
    internal static bool TryParse(string? text, out SerialUri uri)
    {
        uri = default;
        var rest = text ?? "";
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        var protocol = scheme < 0 ? "raw" : Protocols(rest[..scheme].ToLowerInvariant());
        rest = scheme < 0 ? rest : rest[(scheme + 3)..];
        var colon = rest.LastIndexOf(':');
        if (protocol is null || colon < 0)
        {
            return false;
        }

        var host = rest[..colon].Trim('[', ']');
        var service = rest[(colon + 1)..].TrimEnd('/');
        if (!IsService(service) || !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '%' or '_'))
        {
            return false;
        }

        uri = new SerialUri(protocol, host, service);
        return true;
    }

    private static string? Protocols(string scheme) => scheme switch
    {
        "tcp" or "tcp4" or "tcp6" => "raw",
        "telnet" or "telnet4" or "telnet6" => "telnet",
        "telnets" or "telnets4" or "telnets6" => "telnets",
        "ssl" or "tcp+ssl" or "tcp4+ssl" or "tcp6+ssl" => "tls",
        _ => null,
    };

    private static bool IsService(string service) =>
        int.TryParse(service, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number is > 0 and <= ushort.MaxValue
            : service.Length > 0 && service.All(c => char.IsAsciiLetterOrDigit(c) || c is '-');
}
