using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>Disks (resource type 17), optical drives (15, 16) and floppies (14).</summary>
internal static class OvfDrives
{
    /// <summary>Adds the drives' settings.</summary>
    /// <exception cref="V2KException">A disk is not there as a VMDK.</exception>
    internal static void Add(
        IReadOnlyList<OvfItem> items, IReadOnlyDictionary<string, OvfController> controllers, OvfEnvelope envelope, OvfSettings settings)
    {
        var floppies = 0;
        foreach (var item in items)
        {
            switch (item.Type)
            {
                case 14:
                    var floppy = $"floppy{floppies++}";
                    settings.Add(item.Line, floppy + ".present", value: true);
                    settings.Add(item.Line, floppy + ".clientDevice", value: true);
                    settings.Add(item.Line, floppy + ".startConnected", value: false);
                    break;
                case 15 or 16:
                    var optical = Name(item, controllers);
                    var image = File(item, envelope);
                    settings.Add(item.Line, optical + ".present", value: true);
                    settings.Add(item.Line, optical + ".deviceType", image is null ? "cdrom-raw" : "cdrom-image");
                    settings.Add(item.Line, optical + ".fileName", image);
                    settings.Add(item.Line, optical + ".startConnected", item.IsConnected);
                    break;
                case 17:
                    var disk = Name(item, controllers);
                    settings.Add(item.Line, disk + ".present", value: true);
                    settings.Add(item.Line, disk + ".fileName", File(item, envelope));
                    break;
            }
        }
    }

    private static string Name(OvfItem item, IReadOnlyDictionary<string, OvfController> controllers) =>
        controllers.TryGetValue(item.Text("Parent") ?? "", out var controller)
            ? $"{controller.Name}:{controller.UnitOf(item)}"
            : throw new V2KException(
                $"the drive '{item.Text("ElementName")}' hangs on a controller that is not described", "Export the VM again", item.Path, item.Line, "Parent");

    private static string? File(OvfItem item, OvfEnvelope envelope) =>
        item.Text("HostResource") is { } resource ? envelope.FileOf(resource, item.Element) : null;
}
