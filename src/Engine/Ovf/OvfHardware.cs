using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Engine.Ovf;

/// <summary>The VirtualHardwareSection that counts, and those of its devices that the chosen deployment option has, each with one value.</summary>
/// <param name="Section">VirtualHardwareSection.</param>
/// <param name="Items">Its devices, in the order of the .ovf.</param>
internal sealed record OvfHardware(OvfElement Section, IReadOnlyList<OvfItem> Items)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="V2KException">There is none.</exception>
    internal static OvfHardware Read(OvfSystem system, OvfDeployment deployment, OvfSettings settings, string path)
    {
        List<OvfElement> sections = [.. system.Element.All("VirtualHardwareSection").Where(deployment.Includes)];
        var section = sections.Find(candidate => Family(candidate).Contains("vmx-", StringComparison.Ordinal)) ?? sections.FirstOrDefault()
            ?? throw new V2KException("describes no hardware (VirtualHardwareSection)", "Export the VM again", path, system.Element.Line);
        section.Read();
        foreach (var other in system.Element.All("VirtualHardwareSection").Where(other => other != section))
        {
            other.LeaveOut("another VirtualHardwareSection describes the same VM, and V2K uses that one");
            settings.Find(
                Finding.Info(
                    $"the description has {sections.Count} machine types for the VM",
                    $"the description for \"{Family(section)}\" on line {section.Line} is used",
                    "No action is needed if the VM ran on VMware").As(FindingId.OvfPart),
                other);
        }

        return new OvfHardware(section, Choose(section, deployment, settings, path));
    }

    private static string Family(OvfElement section) => section.First("System")?.First("VirtualSystemType")?.Content ?? "";

    private static List<OvfItem> Choose(OvfElement section, OvfDeployment deployment, OvfSettings settings, string path)
    {
        var items = new List<OvfItem>();
        foreach (var element in section.Children.Where(child => child.IsItem))
        {
            if (deployment.Includes(element))
            {
                element.Read();
                items.Add(new OvfItem(element, path));
            }
            else
            {
                element.LeaveOut($"it is for the deployment option{(element.Find("configuration")!.Text.Contains(' ', StringComparison.Ordinal) ? "s" : "")} {element.Find("configuration")!.Text} only");
            }
        }

        DropBounds(items);
        DropOverridden(items);
        foreach (var type in new[] { (Number: 3, Name: "processors"), (Number: 4, Name: "memory") })
        {
            foreach (var item in items.Where(item => item.Type == type.Number).Skip(1))
            {
                settings.Find(
                    Finding.Warning(
                        $"{item.Label} sets the VM's {type.Name} again",
                        "the first such item is used",
                        "Correct the description, or the domain").As(FindingId.OvfPart),
                    item.Element);
                item.Element.LeaveOut("an earlier item sets this already");
            }
        }

        items.RemoveAll(IsLeftOut);
        return items;
    }

    private static bool IsLeftOut(OvfItem item) => item.Element.Fate is Disposition.Ignored;

    /// <summary>Of a device with a range (ovf:bound), the normal value counts; where only limits are given, the lower one.</summary>
    private static void DropBounds(List<OvfItem> items)
    {
        foreach (var same in items.ToLookup(item => (item.Type, Id: item.Type is 3 or 4 ? "" : item.Id)).ToList())
        {
            if (same.All(item => item.Element.Find("bound") is null))
            {
                continue;
            }

            var value = same.FirstOrDefault(item => Bound(item) is null or "normal") ?? same.FirstOrDefault(item => Bound(item) == "min") ?? same.First();
            foreach (var limit in same.Where(item => item != value && Bound(item) is not (null or "normal")))
            {
                limit.Element.LeaveOut($"it is the {Bound(limit)} of a range, and the normal value is used");
            }
        }

        items.RemoveAll(IsLeftOut);

        static string? Bound(OvfItem item) => item.Element.Get("bound")?.ToLowerInvariant();
    }

    /// <summary>An item for the chosen option takes the place of one for all options with the same id.</summary>
    private static void DropOverridden(List<OvfItem> items)
    {
        var chosen = items.Where(item => item.Element.Find("configuration") is not null).Select(item => (item.Type, Key(item))).ToHashSet();
        foreach (var item in items.Where(item => item.Element.Find("configuration") is null && chosen.Contains((item.Type, Key(item)))))
        {
            item.Element.LeaveOut("the chosen deployment option has another item with its id");
        }

        items.RemoveAll(IsLeftOut);

        static string Key(OvfItem item) => item.Type is 3 or 4 ? "" : item.Id;
    }
}
