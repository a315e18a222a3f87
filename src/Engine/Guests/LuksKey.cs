using V2K.Rules;

namespace V2K.Engine.Guests;

/// <summary>Where to find the key of an encrypted disk: <c>--key=SELECTOR:file:PATH</c> or <c>SELECTOR:env:NAME</c>.</summary>
/// <param name="Selector">A device as the guest knew it, a LUKS UUID, or <c>all</c>.</param>
/// <param name="Kind"><c>file</c> or <c>env</c>.</param>
/// <param name="Source">The file or environment variable.</param>
public sealed record LuksKey(string Selector, string Kind, string Source)
{
    /// <summary>Reads the option; a relative path means <paramref name="folder"/>.</summary>
    /// <exception cref="V2KException">It is not of that form. The message never repeats what could be a key.</exception>
    public static LuksKey Parse(string text, string folder)
    {
        var (selector, rest) = Split(text);
        var (kind, source) = Split(rest);
        return kind switch
        {
            "file" when selector.Length > 0 && source.Length > 0 => new LuksKey(selector, kind, Path.GetFullPath(source, folder)),
            "env" when selector.Length > 0 && source.Length > 0 => new LuksKey(selector, kind, source),
            _ => throw new V2KException(
                "does not name the place of a key",
                "Write --key=SELECTOR:file:PATH or --key=SELECTOR:env:NAME, SELECTOR being a device such as /dev/sda3, a LUKS UUID or 'all'",
                key: "--key"),
        };
    }

    /// <summary>The key itself, without the line feed that ends a file. Keep it no longer than needed.</summary>
    /// <exception cref="V2KException">It is not there.</exception>
    public string Read()
    {
        if (Kind == "env")
        {
            return Environment.GetEnvironmentVariable(Source) is { Length: > 0 } value
                ? value
                : throw new V2KException($"the environment variable {Source} is not set", $"Export {Source} with the key, or name another source", key: "--key");
        }

        try
        {
            return File.ReadAllText(Source).TrimEnd('\n', '\r');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException($"the key file cannot be read: {cause.Message}", "Fix that, or name another file", Source, key: "--key", cause: cause);
        }
    }

    /// <summary>Whether it is meant for every device.</summary>
    public bool IsForAll => Selector == "all";

    /// <summary>Whether it is meant for the device with these names.</summary>
    public bool Fits(params ReadOnlySpan<string?> names) => IsForAll || names.Contains(Selector);

    private static (string First, string After) Split(string text)
    {
        // A selector may be a device: it holds slashes and no colon.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
    }
}
