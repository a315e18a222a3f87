using V2K.Engine.Datastores;

namespace V2K.Engine.Guests.Overlays;

/// <summary>Where the adjusting of a VM keeps what is its own: in <c>.v2k</c>, beside the VM's state.</summary>
/// <param name="Vm">The VM.</param>
public sealed record AdjustFiles(VirtualMachine Vm)
{
    /// <summary>What was changed in the guest, line by line.</summary>
    public string Log => Path.ChangeExtension(Vm.StatePath, ".adjust.log");

    /// <summary>Holds the overlays while they are worked on, and after a failure for who wants to look.</summary>
    public string Folder => Path.ChangeExtension(Vm.StatePath, ".adjust");

    /// <summary>There from the moment the overlays are whole until all of them are committed.</summary>
    public string Pending => Path.Combine(Folder, "commit.json");

    /// <summary>The overlay of the disk at <paramref name="index"/>.</summary>
    public string Overlay(int index) => Path.Combine(Folder, $"disk{index}.qcow2");

    /// <summary>Removes the log and the folder; for when the VM's results go away.</summary>
    public void Delete()
    {
        File.Delete(Log);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
