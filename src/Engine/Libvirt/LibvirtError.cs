using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>Why a call of libvirt failed.</summary>
/// <param name="Code">Its number in <c>virErrorNumber</c>, libvirt/virterror.h.</param>
/// <param name="Message">As libvirt words it.</param>
internal readonly partial record struct LibvirtError(int Code, string Message)
{
    private const int InternalError = 1;
    private const int NoConnection = 5;
    private const int InvalidConnection = 6;
    private const int SystemError = 38;
    private const int RemoteCall = 39;
    private const int NoDomain = 42;
    private const int NoNetwork = 43;
    private const int NoStoragePool = 49;

    /// <summary>A broken connection has no number of its own.</summary>
    private static readonly string[] SocketWords = ["socket", "end of file", "Cannot write data", "Cannot recv data", "Broken pipe"];

    /// <summary>The last error of this thread.</summary>
    internal static unsafe LibvirtError Last()
    {
        var error = (LibvirtApi.Error*)LibvirtApi.GetLastError();
        return error is null
            ? new LibvirtError(0, "libvirt gives no reason")
            : new LibvirtError(
                error->Code, Marshal.PtrToStringUTF8(error->Message) is { } message ? UriCredentials.Mask(message) : "libvirt gives no reason");
    }

    /// <summary>What was looked for does not exist.</summary>
    internal bool IsNotFound => Code is NoDomain or NoNetwork or NoStoragePool;

    /// <summary>The daemon beside libvirt's own that it could not reach, such as <c>virtlogd</c>; null where the error is about something else.</summary>
    internal string? SilentDaemon => HelperSocket().Match(Message) is { Success: true } socket && socket.Groups["daemon"].Value is var daemon && daemon is not "virtqemud"
        ? daemon
        : null;

    /// <summary>libvirt's own daemon cannot be reached, or went away while it was asked.</summary>
    internal bool IsConnectionLost => SilentDaemon is null && (Code is NoConnection or InvalidConnection or RemoteCall
        || (Code is InternalError or SystemError && IsAboutSockets(Message)));

    /// <summary>As in <c>Failed to connect socket to '/var/run/libvirt/virtlogd-sock': No such file or directory</c>.</summary>
    [GeneratedRegex("/(?<daemon>virt[a-z]+d)-sock\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HelperSocket();

    private static bool IsAboutSockets(string message) =>
        Array.Exists(SocketWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The error as the administrator gets to see it.</summary>
    /// <param name="what">What was tried, such as <c>cannot define web01</c>.</param>
    /// <param name="remedy">What to do, unless the daemon is the trouble.</param>
    /// <param name="uri">Which libvirt.</param>
    internal V2KException Explain(string what, string remedy, string uri) => SilentDaemon is { } daemon
        ? new V2KException($"{what}: {daemon}, which libvirt at {uri} needs, does not answer ({Message})", LogDaemon.StartRemedyOf(daemon))
        : IsConnectionLost
        ? new V2KException($"{what}: libvirt at {uri} closed the connection ({Message})", LibvirtConnection.StartRemedy, key: "--connect")
        : new V2KException($"{what}: {Message}", remedy);
}
