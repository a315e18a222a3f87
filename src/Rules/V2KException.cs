using System.Text;

namespace V2K.Rules;

/// <summary>
/// The one exception for everything an administrator can do something about: what failed, on which file,
/// line or key, and the remedy. It is shown as a single line, without a stack trace.
/// </summary>
public sealed class V2KException : Exception
{
    private FailureKind? _kind;

    /// <summary>Says what failed; name the place in <paramref name="file"/>, <paramref name="line"/> and <paramref name="key"/>.</summary>
    /// <param name="what">What failed, without a full stop.</param>
    /// <param name="remedy">What to do about it, as a sentence without a full stop; a question keeps its mark.</param>
    /// <param name="file">The file concerned, as the administrator knows it.</param>
    /// <param name="line">The 1-based line of <paramref name="file"/>.</param>
    /// <param name="key">The key or option concerned.</param>
    /// <param name="cause">The exception behind this one; its message is for you to put into <paramref name="what"/>.</param>
    public V2KException(
        string what, string remedy, string? file = null, int? line = null, string? key = null, Exception? cause = null)
        : base(Format(what, remedy, file, line, key), cause)
    {
        What = UriCredentials.Mask(what);
        Remedy = remedy;
        File = file;
        Line = line;
        Key = key;
    }

    /// <summary>The kind of concern that it is, one of <see cref="Findings.FindingId"/>; null for a failure of its own.</summary>
    public string? Id { get; init; }

    /// <summary>Why the command did not do what was asked; by default <see cref="FailureKind.Blocked"/> for a concern, else <see cref="FailureKind.Failed"/>.</summary>
    public FailureKind Kind
    {
        get => _kind ?? (Id is null ? FailureKind.Failed : FailureKind.Blocked);
        set => _kind = value;
    }

    /// <summary>What failed.</summary>
    public string What { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>The file concerned, if there is one.</summary>
    public string? File { get; }

    /// <summary>The 1-based line in <see cref="File"/>, if known.</summary>
    public int? Line { get; }

    /// <summary>The key or option concerned, if there is one.</summary>
    public string? Key { get; }

    private static string Format(string what, string remedy, string? file, int? line, string? key)
    {
        var text = new StringBuilder();
        if (file is not null)
        {
            text.Append(file);
            if (line is not null)
            {
                text.Append(':').Append(line);
            }

            text.Append(": ");
        }

        if (key is not null)
        {
            text.Append(key).Append(": ");
        }

        // What the system says about a failure ends with a full stop, or not.
        text.Append(what.TrimEnd('.')).Append(". ").Append(remedy);
        if (!remedy.EndsWith('?'))
        {
            text.Append('.');
        }

        return Printable.OneLine(UriCredentials.Mask(text.ToString()));
    }
}
