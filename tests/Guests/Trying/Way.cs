using V2K.Rules;

namespace V2K.Guests.Trying;

/// <summary>One of the ways in which a guest is made to run.</summary>
/// <param name="Name">As <c>--way</c> names it.</param>
/// <param name="Summary">For the table's heading.</param>
/// <param name="Options">What the host is told.</param>
internal sealed record Way(string Name, string Summary, IReadOnlyList<string> Options)
{
    /// <summary>V2K's own steps.</summary>
    internal static readonly Way Native = new("native", "V2K", []);

    /// <summary>As it is in the datastore, by QEMU with VMware's devices: the proof that the guest is what it says.</summary>
    internal static readonly Way Vmware = new("vmware", "QEMU with pvscsi and vmxnet3, nothing migrated", []);

    /// <summary>The same, with controllers and models as they were.</summary>
    internal static readonly Way Fidelity = new("fidelity", "V2K, --mode=fidelity", ["--mode=fidelity"]);

    /// <summary>Every way, in the order in which they are tried.</summary>
    internal static IReadOnlyList<Way> InOrder { get; } =
    [
        Vmware,
        Native,
        Fidelity,
        new("in-place", "V2K copies, virt-v2v-in-place adjusts", ["--adjust=virt-v2v"]),
        new("virt-v2v", "virt-v2v copies and adjusts", ["--engine=virt-v2v"]),
    ];

    /// <summary>The ways called <paramref name="names"/>.</summary>
    /// <exception cref="V2KException">There is no such way.</exception>
    internal static IReadOnlyList<Way> Choose(IReadOnlyCollection<string> names) =>
        names.FirstOrDefault(name => InOrder.All(way => way.Name != name)) is { } wrong
            ? throw new V2KException(
                $"there is no way '{wrong}'", $"The ways are {string.Join(", ", InOrder.Select(way => way.Name))}", key: "--way")
            : [.. InOrder.Where(way => names.Contains(way.Name, StringComparer.Ordinal))];
}
