using V2K.Rules;

namespace V2K.Engine;

/// <summary>An unexpected exception in one line, with every file that it, or what is behind it, names.</summary>
public static class FaultText
{
    /// <summary>The exceptions from the outermost in, each once: <c>FormatException: … (JsonException: … /srv/kvm/a.json)</c>.</summary>
    public static string Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var text = $"{failure.GetType().Name}: {failure.Message.TrimEnd('.')}";
        if (File(failure) is { } file && !text.Contains(file, StringComparison.Ordinal))
        {
            text += $", {file}";
        }

        return failure.InnerException is { } inner && !text.Contains(inner.Message, StringComparison.Ordinal) ? $"{text} ({Of(inner)})" : text;
    }

    private static string? File(Exception failure) => failure switch
    {
        V2KException known => known.File,
        FileNotFoundException missing => missing.FileName,
        FileLoadException unreadable => unreadable.FileName,
        BadImageFormatException damaged => damaged.FileName,
        _ => null,
    };
}
