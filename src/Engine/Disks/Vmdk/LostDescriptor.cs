using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// What to say, and to do, where a descriptor is expected and there is none: it is missing, it is scrambled, or the file is
/// something else altogether.
/// </summary>
internal static class LostDescriptor
{
    private const string OrWriteAnew = "Or write it again: --target=Doctor --vm=NAME prints its text";
    private const string WriteAnew = "Write the descriptor again: --target=Doctor --vm=NAME prints its text";

    /// <summary>The failure of opening a descriptor that is not there, with what lies beside it.</summary>
    internal static V2KException Missing(V2KException failure, string path, IDatastorePaths paths) =>
        StrayExtents.Beside(path, paths) is { } stray
            ? new V2KException($"{failure.What}; {stray.Text}", WriteAnew, path, cause: failure) { Id = failure.Id }
            : failure;

    /// <summary>The failure of reading a descriptor that is damaged, or seems to be, with what lies beside it.</summary>
    internal static V2KException Damaged(V2KException failure, string path, IDatastorePaths paths) =>
        StrayExtents.Beside(path, paths) is { } stray
            ? new V2KException($"{failure.What}; {stray.Text}", $"{failure.Remedy}. {OrWriteAnew}", path, failure.Line, failure.Key, failure)
            : failure;

    /// <summary>What is wrong with a file that is neither a descriptor nor has one in it.</summary>
    internal static V2KException None(DiskFile file, IDatastorePaths paths)
    {
        const string None = "is neither a VMDK descriptor nor a sparse extent with a descriptor in it";
        var descriptor = StrayExtents.DescriptorOf(file.Path);
        var name = Printable.OneLine(Path.GetFileName(descriptor));
        if (descriptor != file.Path)
        {
            return File.Exists(descriptor)
                ? new V2KException($"{None}, but an extent of a disk", $"Name the disk's descriptor instead: {name}", file.Path)
                : new V2KException($"{None}, but an extent of a disk whose descriptor {name} is missing", $"{WriteAnew}; and name {name} in the .vmx", file.Path);
        }

        var foreign = ForeignFile.Of(file);
        var what = foreign is null ? None : $"{None}, but {foreign.Name}";
        if (StrayExtents.Beside(file.Path, paths) is { } stray)
        {
            return new V2KException($"{what}; {stray.Text}", WriteAnew, file.Path);
        }

        var own = Printable.OneLine(Path.GetFileName(file.Path));
        var stem = Path.GetFileNameWithoutExtension(own);
        return new V2KException(
            what,
            foreign?.Kind switch
            {
                ForeignKind.Image => $"Make a VMDK of it: qemu-img convert -f {foreign.QemuFormat} -O vmdk '{own}' '{stem}-new.vmdk', and name that in the .vmx; or attach it to a KVM guest unchanged",
                ForeignKind.Raw => $"Rename it {stem}-flat.vmdk, and write the descriptor {own} beside it: --target=Doctor --vm=NAME prints its text",
                ForeignKind.Extent => $"Restore its original name, and copy the descriptor {own} from the datastore",
                ForeignKind.Packed => $"Unpack it, and replace it with the disk's own files",
                ForeignKind.Junk => "Copy the disk again from the datastore, its descriptor and its extents",
                _ => $"Name the disk's descriptor instead, or copy it again from the datastore: for web01-flat.vmdk or web01-delta.vmdk, web01.vmdk",
            },
            file.Path);
    }
}
