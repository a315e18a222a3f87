namespace V2K.Engine.Tests.Disks.Making;

/// <summary>A disk of a VM that keeps taking snapshots: <c>web01.vmdk</c>, <c>web01-000001.vmdk</c>… in one folder, all of one size.</summary>
internal sealed class GrowingChain
{
    private static readonly MadeKind[] Deltas = [MadeKind.HostedDelta, MadeKind.CowdDelta, MadeKind.SeSparseDelta];

    private readonly string _folder;
    private readonly string _name;
    private readonly int _sectors;
    private readonly List<byte[]> _contents = [];

    /// <summary>Makes the base disk, flat or sparse.</summary>
    public GrowingChain(string folder, string name, int seed, int sectors)
    {
        (_folder, _name, _sectors) = (folder, name, sectors);
        var layout = Layout.Random(seed, sectors, 64);
        if (seed % 2 == 0)
        {
            Holes.Write(Path.Combine(folder, $"{name}-flat.vmdk"), layout.Content);
            File.WriteAllText(PathOf(0), DiskMaker.Text("vmfs", $"RW {sectors} VMFS \"{name}-flat.vmdk\""));
        }
        else
        {
            HostedSparse.Write(PathOf(0), layout, DiskMaker.Text("monolithicSparse", $"RW {sectors} SPARSE \"{name}.vmdk\""), seed);
        }

        _contents.Add(layout.Content);
    }

    /// <summary>The full path of the newest VMDK.</summary>
    public string Newest => PathOf(_contents.Count - 1);

    /// <summary>What the guest reads.</summary>
    public byte[] Content => _contents[^1];

    /// <summary>What one of the snapshots holds: 0 for the base.</summary>
    public string PathOf(int snapshot) => Path.Combine(_folder, snapshot == 0 ? $"{_name}.vmdk" : $"{_name}-{snapshot:000000}.vmdk");

    /// <summary>Takes a snapshot; what the guest writes from then on is random.</summary>
    /// <returns>The bytes that the new delta stores.</returns>
    public long Snapshot(int seed) => Write(_contents.Count, seed);

    /// <summary>Goes back to the newest snapshot, and has the guest write something else.</summary>
    public void Revert(int seed)
    {
        _contents.RemoveAt(_contents.Count - 1);
        Write(_contents.Count, seed);
    }

    private long Write(int number, int seed)
    {
        var kind = Deltas[seed % Deltas.Length];
        var name = $"{_name}-{number:000000}";
        var parent = Path.GetFileName(PathOf(number - 1));
        var layout = kind switch
        {
            MadeKind.CowdDelta => Layout.Random(seed, _sectors, 1, zeroedGrains: false),
            MadeKind.SeSparseDelta => Layout.Random(seed, _sectors, 8),
            _ => Layout.Random(seed, _sectors, 8 << (seed % 5)),
        };
        switch (kind)
        {
            case MadeKind.CowdDelta:
                EsxSparse.WriteCowd(Path.Combine(_folder, $"{name}-delta.vmdk"), layout, seed);
                File.WriteAllText(PathOf(number), DiskMaker.Text("vmfsSparse", $"RW {_sectors} VMFSSPARSE \"{name}-delta.vmdk\"", parent));
                break;
            case MadeKind.SeSparseDelta:
                EsxSparse.WriteSeSparse(Path.Combine(_folder, $"{name}-sesparse.vmdk"), layout, seed);
                File.WriteAllText(PathOf(number), DiskMaker.Text("seSparse", $"RW {_sectors} SESPARSE \"{name}-sesparse.vmdk\"", parent));
                break;
            default:
                HostedSparse.Write(
                    PathOf(number), layout, DiskMaker.Text("monolithicSparse", $"RW {_sectors} SPARSE \"{name}.vmdk\"", parent), seed);
                break;
        }

        _contents.Add(layout.Over(_contents[^1]));
        return Enumerable.Range(0, layout.Grains.Length).Where(i => layout.Grains[i] is GrainState.Stored).Sum(i => (long)layout.Grain(i).Length);
    }
}
