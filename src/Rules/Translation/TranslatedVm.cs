using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Rules.Translation;

/// <summary>What a VMX file became.</summary>
/// <param name="Domain">The domain; its disks still carry the names the VMX has for them.</param>
/// <param name="Findings">Everything the administrator should know, in the order of the VMX file.</param>
/// <param name="Provenance">Which rule read which line, and what it made of it.</param>
/// <param name="Facts">What the rules worked out on the way.</param>
public sealed record TranslatedVm(
    Domain Domain, IReadOnlyList<Finding> Findings, Provenance Provenance, Facts Facts);
