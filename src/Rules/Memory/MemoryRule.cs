using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Memory;

/// <summary>
/// Memory: <c>memsize</c> is in MiB. A VM with hot-add may grow to four times that, in 16 steps at most.
/// </summary>
/// <example>
/// memsize = "4096"
/// →
/// &lt;memory unit='MiB'&gt;4096&lt;/memory&gt;
/// </example>
/// <example>
/// memsize = "4096"
/// mem.hotadd = "TRUE"
/// →
/// &lt;maxMemory slots='16' unit='MiB'&gt;16384&lt;/maxMemory&gt;
/// &lt;memory unit='MiB'&gt;4096&lt;/memory&gt;
/// </example>
[Rule(nameof(Domain.Memory), Topic.Memory)]
public static class MemoryRule
{
    /// <summary>What VMware gives a VM without <c>memsize</c>, in MiB.</summary>
    private const long Default = 32;

    /// <summary>The most that vSphere 8 gives a VM, in MiB: 24 TiB.</summary>
    private const long Most = 24L << 20;
    private const int Growth = 4;

    public static Mapped<DomainMemory> Map([Vmx("memsize")] long? memsize, [Vmx("mem.hotadd")] bool? hotAdd)
    {
        if (memsize is null)
        {
            return Mapped.To(new DomainMemory(Default), Finding.Warning(
                "the VM does not say how much memory it has",
                $"the guest gets VMware's default of {Default} MiB, too little for most guests to boot",
                "Set memsize in the .vmx").At(nameof(memsize)));
        }

        if (memsize is <= 0 or > Most)
        {
            return Mapped.To(new DomainMemory(Default), Finding.Blocker(
                $"memsize = \"{memsize}\" is not an amount of memory in MiB",
                $"the guest gets {Default} MiB",
                "Correct memsize in the .vmx").At(nameof(memsize)));
        }

        return new DomainMemory(memsize.Value, hotAdd == true ? memsize.Value * Growth : null);
    }
}
