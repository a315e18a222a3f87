using V2K.Engine.Concerns;

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
            + "`Translate` and what follows, one of the files stops `Convert` and what follows. Overriding a disk that cannot be read (`missing-disk`, `rdm`, `unreadable-disk`, `cid-mismatch`, `encryption`) leaves that disk out, in the domain too, unless its converted file is there already.");
        text.Table(["name", "severity", "found in", "what it is", "what to do"], ConcernKinds.InOrder.Select(kind => new[]
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
            kind.Summary,
            kind.Remedy.Replace("<", "&lt;", StringComparison.Ordinal),
        }));
        text.Paragraph(
            "A concern about a single key that is in no such family goes by that key ([all keys](keys.md)), a finding of a rule by the "
            + "rule's name: `GraphicsRule`'s are `graphics`.");
        return text.ToString();
    }
}
