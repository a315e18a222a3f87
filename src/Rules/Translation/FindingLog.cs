using V2K.Rules.Findings;

namespace V2K.Rules.Translation;

/// <summary>The findings of one translation. Bounded: a hostile file may give reason for hundreds of thousands.</summary>
internal sealed class FindingLog(IEnumerable<Finding> before)
{
    private const int Most = 1000;

    private readonly List<Finding> _findings = [.. before];
    private int _leftOut;

    /// <summary>Takes a finding.</summary>
    public void Add(Finding finding)
    {
        if (_findings.Count < Most)
        {
            _findings.Add(finding);
        }
        else
        {
            _leftOut++;
        }
    }

    /// <summary>Whether a malformed value on this line has been reported already.</summary>
    public bool HasAssumption(int line) => _findings.Exists(known => known.Line == line && known.Assumption);

    /// <summary>All of them in the order of the file; those about the whole VM first.</summary>
    public Finding[] InFileOrder()
    {
        var sorted = _findings.OrderBy(finding => finding.Line ?? 0);
        return _leftOut == 0
            ? [.. sorted]
            :
            [
                Finding.Warning(
                    $"{_leftOut} more findings are not shown", "their effect is not shown", "Check that the file is a valid .vmx").As(FindingId.UnreadableText),
                .. sorted,
            ];
    }
}
