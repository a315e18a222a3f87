namespace V2K.Engine.Tests.Estates;

/// <summary>
/// A made-up estate for tests and measurements: any number of VMs of three disks over four datastores, every kind of
/// concern seeded somewhere, and the list of what is seeded where. Its disks are small and hold nothing.
/// </summary>
/// <param name="Folder">The full path of the folder it lies in; <c>v2k.yaml</c> is there too.</param>
/// <param name="Seeded">Which concerns are in which VM: its unique name and the concern's.</param>
public sealed record SyntheticEstate(string Folder, IReadOnlySet<(string Vm, string Concern)> Seeded)
{
    private const int Datastores = 4;

    /// <summary>The configuration that goes with it.</summary>
    public string ConfigFile => Path.Combine(Folder, "v2k.yaml");

    /// <summary>Writes <paramref name="count"/> VMs under <paramref name="folder"/>, changed by <paramref name="change"/> and without another concern.</summary>
    internal static SyntheticEstate Write(string folder, int count, Action<IReadOnlyList<SyntheticVm>> change)
    {
        var vms = Make(folder, count);
        change(vms);
        return Write(folder, vms, new HashSet<(string, string)>());
    }

    /// <summary>Writes <paramref name="count"/> VMs under <paramref name="folder"/>, one in ten with a concern.</summary>
    public static SyntheticEstate Write(string folder, int count)
    {
        var vms = Make(folder, count);
        var seeded = new HashSet<(string, string)>();
        var next = 0;
        for (var i = 4; i + 1 < count; i += 10)
        {
            var (concern, plant) = Seeds.All[next++ % Seeds.All.Count];
            foreach (var vm in plant(vms[i], vms[i + 1]))
            {
                seeded.Add((vm.Id, concern));
            }
        }

        return Write(folder, vms, seeded);
    }

    private static List<SyntheticVm> Make(string folder, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new SyntheticVm(folder, number, Datastores))];

    private static SyntheticEstate Write(string folder, List<SyntheticVm> vms, IReadOnlySet<(string, string)> seeded)
    {
        for (var number = 1; number <= Datastores; number++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"ds{number}"));
        }

        vms.ForEach(vm => vm.Write());
        File.WriteAllText(Path.Combine(folder, "v2k.yaml"), Configuration());
        return new SyntheticEstate(folder, seeded);
    }

    /// <summary>No entry takes every network, so that a network can be forgotten.</summary>
    private static string Configuration() => "datastores:\n"
        + string.Concat(Enumerable.Range(1, Datastores).Select(number => $"""
              - name: ds{number}
                vmfs: [/vmfs/volumes/ds{number}, /vmfs/volumes/5f1c2d3e-0a1b2c3d-66aa-00000000000{number}]
                source: ds{number}
                target: out/ds{number}

            """))
        + """
          networks:
            VM Network: { network: default }
            DMZ: { network: dmz }
            Lab: { network: default }

          """;
}
