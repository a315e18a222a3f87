using V2K.Rules.Model;

namespace V2K.Engine.Explaining;

/// <summary>
/// Where in libvirt's XML each property of <see cref="Domain"/> is laid out: element names below <c>domain</c>, or below
/// its <c>devices</c>. https://libvirt.org/formatdomain.html
/// </summary>
internal static class XmlPaths
{
    /// <summary>By the property's name; a list's elements follow each other under the one name.</summary>
    internal static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> ByProperty =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [nameof(Domain.Type)] = [],
            [nameof(Domain.Name)] = ["name"],
            [nameof(Domain.Uuid)] = ["uuid"],
            [nameof(Domain.GenId)] = ["genid"],
            [nameof(Domain.Title)] = ["title"],
            [nameof(Domain.Description)] = ["description"],
            [nameof(Domain.OsInfo)] = ["metadata"],
            [nameof(Domain.SourceVm)] = ["metadata"],
            [nameof(Domain.Memory)] = ["maxMemory", "memory"],
            [nameof(Domain.MemoryBacking)] = ["memoryBacking"],
            [nameof(Domain.Vcpus)] = ["vcpu"],
            [nameof(Domain.IoThreads)] = ["iothreads"],
            [nameof(Domain.CpuTune)] = ["cputune"],
            [nameof(Domain.Os)] = ["os"],
            [nameof(Domain.Features)] = ["features"],
            [nameof(Domain.Cpu)] = ["cpu"],
            [nameof(Domain.NumaCells)] = ["cpu"],
            [nameof(Domain.Clock)] = ["clock"],
            [nameof(Domain.PowerManagement)] = ["pm"],
            [nameof(Domain.Disks)] = ["devices/disk"],
            [nameof(Domain.Controllers)] = ["devices/controller"],
            [nameof(Domain.Interfaces)] = ["devices/interface"],
            [nameof(Domain.Serials)] = ["devices/serial"],
            [nameof(Domain.Parallels)] = ["devices/parallel"],
            [nameof(Domain.Console)] = ["devices/console"],
            [nameof(Domain.Channels)] = ["devices/channel"],
            [nameof(Domain.Inputs)] = ["devices/input"],
            [nameof(Domain.Tpm)] = ["devices/tpm"],
            [nameof(Domain.Graphics)] = ["devices/graphics"],
            [nameof(Domain.Sound)] = ["devices/sound"],
            [nameof(Domain.Video)] = ["devices/video"],
            [nameof(Domain.HostDevices)] = ["devices/hostdev"],
            [nameof(Domain.Watchdog)] = ["devices/watchdog"],
            [nameof(Domain.MemoryBalloon)] = ["devices/memballoon"],
            [nameof(Domain.RandomSource)] = ["devices/rng"],
            [nameof(Domain.QemuGlobals)] = ["commandline"],
            [nameof(Domain.QemuProperties)] = ["override"],
        };
}
