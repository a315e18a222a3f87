namespace V2K.Pipeline.Tests;

/// <summary>A failure that is planted in one VM of <see cref="SmallVms"/>.</summary>
/// <param name="What">What it is.</param>
/// <param name="Number">The VM; its disk must be of the kind that can fail so.</param>
/// <param name="Explanation">What the run must say, as a regular expression.</param>
/// <param name="Plant">Brings it about.</param>
/// <param name="Fix">Undoes the damage, as an administrator would.</param>
internal sealed record FailingVm(string What, int Number, string Explanation, Action<SmallVms> Plant, Action<SmallVms> Fix)
{
    /// <summary>Where a file is put aside.</summary>
    private const string Aside = ".aside";

    /// <summary>Ten VMs that fail, each in another way.</summary>
    public static IReadOnlyList<FailingVm> Ten { get; } =
    [
        WithFile("it runs", 3, "the VM runs, as vm03.vmx.lck", "vm03.vmx.lck"),
        WithFile("it is suspended", 5, "suspended", "vm05-1a2b3c4d.vmss"),
        Without("an extent is missing", 2, @"disk-flat\.vmdk.*cannot be opened", "disk-flat.vmdk"),
        Without("the base of its snapshot is missing", 8, @"base/disk\.vmdk", "base/disk.vmdk"),
        Without("its descriptor is missing", 15, @"disk\.vmdk", "disk.vmdk"),
        Changed("an extent is cut short", 14, @"disk-flat\.vmdk", "disk-flat.vmdk", file => file.SetLength(file.Length / 2)),
        Changed("a compressed grain is damaged", 18, @"disk\.vmdk", "disk.vmdk", file =>
        {
            file.Position = file.Length / 2;
            file.Write(new byte[4096]);
        }),
        Changed("its VMX file asks for a device of the host", 20, "pciPassthru0", "vm20.vmx", file =>
        {
            file.Position = file.Length;
            file.Write("pciPassthru0.present = \"TRUE\"\n"u8);
        }),
        new("a disk is in the way", 30, @"vm30/disk\.qcow2.*no record of writing it", vms =>
        {
            Directory.CreateDirectory(vms.ResultOf(30));
            File.WriteAllText(Path.Combine(vms.ResultOf(30), "disk.qcow2"), "somebody's");
        }, vms => File.Delete(Path.Combine(vms.ResultOf(30), "disk.qcow2"))),
        new("a file is where its folder should be", 41, "vm41", vms =>
        {
            Directory.CreateDirectory(vms["out"]);
            File.WriteAllText(vms.ResultOf(41), "somebody's");
        }, vms => File.Delete(vms.ResultOf(41))),
    ];

    private static FailingVm WithFile(string what, int number, string explanation, string name) => new(
        what, number, explanation, vms => File.WriteAllText(PathOf(vms, number, name), ""), vms => File.Delete(PathOf(vms, number, name)));

    private static FailingVm Without(string what, int number, string explanation, string name) => new(
        what,
        number,
        explanation,
        vms => File.Move(PathOf(vms, number, name), PathOf(vms, number, name + Aside)),
        vms => File.Move(PathOf(vms, number, name + Aside), PathOf(vms, number, name)));

    private static FailingVm Changed(string what, int number, string explanation, string name, Action<FileStream> change) => new(
        what,
        number,
        explanation,
        vms =>
        {
            File.Copy(PathOf(vms, number, name), PathOf(vms, number, name + Aside));
            using var file = new FileStream(PathOf(vms, number, name), FileMode.Open);
            change(file);
        },
        vms => File.Move(PathOf(vms, number, name + Aside), PathOf(vms, number, name), overwrite: true));

    private static string PathOf(SmallVms vms, int number, string name) => Path.Combine(vms.SourceOf(number), name);
}
