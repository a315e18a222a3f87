using V2K.Engine.Concerns;
using V2K.Rules.Findings;

namespace V2K.Engine.Catalogue;

/// <summary>The page of the concerns: every kind with its name, its severity, where it is looked for and what to do.</summary>
internal static class ConcernPage
{
    /// <summary>The page.</summary>
    public static string Text()
    {
        var text = new MarkdownText();
        text.Paragraph("# Concerns");
        text.Paragraph("[The rule catalogue](README.md)");
        text.Paragraph(
            "What `--target=Inventory` and `--target=Plan` say about a VM, by name. A **blocker** stops its VM, and no other, until it is "
            + "fixed or overridden: `--ignore=passthrough` on the command line, `ignore: [passthrough]` in `v2k.yaml`. A blocker of the settings stops "
            + "`Translate` and what follows, one of the files stops `Convert` and what follows. The column `--ignore` says what that does about a blocker: "
            + "the VM continues unchanged, continues without the disk (the domain, too, unless the converted file exists already), or cannot continue.");
        text.Table(["name", "severity", "found in", "`--ignore`", "what it is", "what to do"], ConcernKinds.InOrder.Select(kind => new[]
        {
            $"`{kind.Id}`",
            kind.Severity.ToString().ToLowerInvariant(),
            kind.Source switch
            {
                ConcernSource.Settings => "settings",
                ConcernSource.Export => "exports",
                ConcernSource.Files => "files",
                ConcernSource.Target => "target",
                _ => "several VMs",
            },
            kind switch
            {
                { Severity: not Severity.Blocker } => "–",
                { Ignoring: Ignoring.LeavesDiskOut } => "continues without the disk",
                { Ignoring: Ignoring.Impossible } => "cannot be ignored",
                _ => "continues",
            },
            kind.Summary,
            kind.Remedy.Replace("<", "&lt;", StringComparison.Ordinal),
        }));
        text.Paragraph(
            "A concern about a single key outside these families has the key as its name ([all keys](keys.md)), a finding of a rule by the "
            + "rule's name: `GraphicsRule`'s are `graphics`.");
        return text.ToString();
    }
}
