using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>Accounts for every part of a description: translated, left out with the reason, a concern, or unknown.</summary>
internal static class OvfAccount
{
    /// <summary>Settles <paramref name="element"/> and what is in it.</summary>
    internal static void Settle(OvfElement element, List<SourceLine> rows, ref UnknownParts unknown)
    {
        if (element.Fate is null)
        {
            if (OvfVocabulary.Reason(element) is { } reason)
            {
                element.LeaveOut(reason);
            }
            else
            {
                unknown.Add(element);
            }
        }

        // What is left out, or unknown, is so with all that is in it.
        if (element.Fate is not Disposition.NothingToDo)
        {
            rows.Add(element.Source);
            return;
        }

        if (element.IsPair || element.Content.Length > 0)
        {
            rows.Add(element.Source);
        }

        foreach (var attribute in element.IsPair ? [] : element.Attributes.Where(attribute => attribute.Name != "xmlns" && !attribute.QualifiedName.StartsWith("xmlns:", StringComparison.Ordinal)))
        {
            if (attribute.Fate is null)
            {
                if (OvfVocabulary.Reason(element, attribute) is { } reason)
                {
                    attribute.LeaveOut(reason);
                }
                else
                {
                    unknown.Add(attribute);
                }
            }

            rows.Add(attribute.Source);
        }

        foreach (var child in element.Children)
        {
            Settle(child, rows, ref unknown);
        }
    }
}

/// <summary>The parts that nothing knows, gathered into one finding: a hostile file may have thousands.</summary>
internal struct UnknownParts
{
    private const int Named = 10;

    private List<string>? _names;
    private int _count;
    private int _firstLine;

    /// <summary>Notes a part.</summary>
    internal void Add(OvfPart part)
    {
        _names ??= [];
        if (_count++ == 0)
        {
            _firstLine = part.Line;
        }

        if (_names.Count < Named)
        {
            _names.Add($"{Printable.Excerpt(part.Title)} (line {part.Line})");
        }
    }

    /// <summary>The finding; null where every part is known.</summary>
    internal readonly Finding? ToFinding() => _names is null ? null : Finding.Warning(
        $"{(_count == 1 ? "an unknown part" : $"{_count} unknown parts")} of the description: {string.Join(", ", _names)}{(_count > Named ? $" and {_count - Named} more" : "")}",
        "it is not translated",
        "Find out what the exporter means by it") with
    { Id = FindingId.UnknownKey, Line = _firstLine };
}
