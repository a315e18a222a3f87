namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Blocks that the guest deleted long ago are given back, so that neither the converted disk nor a backup of it holds them. A file system
/// that cannot trim keeps them.
/// </summary>
public sealed class TrimStep : IGuestStep
{
    /// <inheritdoc/>
    public string Name => "trim";

    /// <inheritdoc/>
    public string Description => "free blocks of every file system are returned to the host (trim)";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        foreach (var folder in guest.MountPoints)
        {
            guest.Log.Note(guest.Files.TryTrim(folder) ? $"{folder} is trimmed" : $"{folder} cannot be trimmed");
        }
    }
}
