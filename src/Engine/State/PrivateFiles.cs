using V2K.Engine.Interop;

namespace V2K.Engine.State;

/// <summary>Who may read what a run writes: its user alone, whatever the mask that the run was started with.</summary>
public static class PrivateFiles
{
    /// <summary>What is taken from the permissions of a new file: all that groups and others may do.</summary>
    private const uint Mask = 0b000_111_111;

    /// <summary>
    /// From here on, files of this process are 0600 and folders 0700, and those of the programs that it starts, too. What QEMU must reach is opened by name:
    /// see <see cref="ResultFolder"/>.
    /// </summary>
    public static void Keep() => Posix.SetFileMask(Mask);
}
