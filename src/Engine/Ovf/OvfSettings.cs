using System.Globalization;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>What a description becomes: settings of a .vmx with the parts that they were read from, findings, and in the end an account of every part.</summary>
internal sealed class OvfSettings
{
    /// <summary>How many findings of one description are kept; a hostile one may give reason for any number.</summary>
    private const int MaximumFindings = 500;

    private readonly List<VmxSetting> _settings = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Finding> _findings = [];

    /// <summary>The settings in the order of the .ovf.</summary>
    internal IReadOnlyList<VmxSetting> InOrder => [.. _settings.OrderBy(setting => setting.Line)];

    /// <summary>What was found.</summary>
    internal IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Whether a setting is there already.</summary>
    internal bool Has(string key) => _keys.Contains(key);

    /// <summary>Adds a setting, unless there is nothing to say. Its parts are read by that.</summary>
    /// <param name="key">The key of a .vmx.</param>
    /// <param name="value">The value; nothing is added for null and an empty one.</param>
    /// <param name="sources">The parts that say so, the one to name first.</param>
    internal void Add(string key, string? value, params IEnumerable<OvfPart?> sources)
    {
        List<OvfPart> parts = [.. sources.OfType<OvfPart>()];
        parts.ForEach(part => part.Read());
        if (SecretKeys.Has(key))
        {
            parts.ForEach(part => part.Hide());
        }

        if (!string.IsNullOrEmpty(value))
        {
            _settings.Add(new VmxSetting(key, value, [.. parts.Select(part => part.Source)]));
            _keys.Add(key);
        }
    }

    /// <summary>Adds a switch, in VMware's capitals.</summary>
    internal void Add(string key, bool value, params IEnumerable<OvfPart?> sources) => Add(key, value ? "TRUE" : "FALSE", sources);

    /// <summary>Adds a number.</summary>
    internal void Add(string key, int value, params IEnumerable<OvfPart?> sources) => Add(key, value.ToString(CultureInfo.InvariantCulture), sources);

    /// <summary>Reports what cannot be translated and matters.</summary>
    internal void Raise(Finding finding, OvfPart at)
    {
        at.Raise(finding.Changes);
        Find(finding, at);
    }

    /// <summary>Reports something about a part that is translated, or left out for another reason.</summary>
    internal void Find(Finding finding, OvfPart at)
    {
        if (_findings.Count < MaximumFindings)
        {
            _findings.Add(finding with { What = Printable.OneLine(finding.What), Changes = Printable.OneLine(finding.Changes), Line = finding.Line ?? at.Line });
        }
    }

    /// <summary>Gives every part that was not read a reason or reports it, and lists all parts.</summary>
    /// <param name="root">The description.</param>
    /// <returns>The rows of the explanation, in the order of the .ovf.</returns>
    internal IReadOnlyList<SourceLine> Close(OvfElement root)
    {
        var rows = new List<SourceLine>();
        var unknown = new UnknownParts();
        OvfAccount.Settle(root, rows, ref unknown);
        if (unknown.ToFinding() is { } finding)
        {
            _findings.Add(finding);
        }

        return rows;
    }
}
