using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Memory;

/// <summary>A NUMA cell of all processors and memory, for a guest whose memory can grow: libvirt adds to a cell.</summary>
/// <example>
/// numvcpus = "2"
/// memsize = "4096"
/// mem.hotadd = "TRUE"
/// →
/// &lt;cpu mode='host-model'&gt;&lt;numa&gt;&lt;cell id='0' cpus='0-1' memory='4096' unit='MiB'/&gt;&lt;/numa&gt;&lt;/cpu&gt;
/// </example>
[Rule(nameof(Domain.NumaCells), Topic.Memory)]
public static class NumaCellsRule
{
    public static NumaCell? Map([From(nameof(Domain.Memory))] DomainMemory memory, [From(nameof(Domain.Vcpus))] DomainVcpus vcpus) =>
        memory.MaximumMebibytes is null
            ? null
            : new NumaCell(0, vcpus.Maximum == 1 ? "0" : $"0-{vcpus.Maximum - 1}", memory.Mebibytes);
}
