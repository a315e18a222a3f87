using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Cpu;

/// <summary>
/// The processor the guest sees: the host's model, by which it can still migrate. Sockets and cores as they were;
/// numbers that do not divide become the nearest that do, because libvirt takes no others.
/// </summary>
/// <example>
/// numvcpus = "8"
/// cpuid.coresPerSocket = "4"
/// →
/// &lt;cpu mode='host-model'&gt;&lt;topology sockets='2' cores='4' threads='1'/&gt;&lt;/cpu&gt;
/// </example>
/// <example>
/// numvcpus = "6"
/// cpuid.coresPerSocket = "4"
/// →
/// &lt;cpu mode='host-model'&gt;&lt;topology sockets='2' cores='3' threads='1'/&gt;&lt;/cpu&gt;
/// </example>
[Rule(nameof(Domain.Cpu), Topic.Cpu)]
public static class CpuRule
{
    public static Mapped<DomainCpu> Map(
        [From(nameof(Domain.Vcpus))] DomainVcpus vcpus,
        [Vmx("cpuid.coresPerSocket")] int coresPerSocket = 1)
    {
        var cores = LargestDivisor(vcpus.AtStart, coresPerSocket);
        var cpu = new DomainCpu
        {
            // One core a socket is libvirt's own default.
            Topology = cores > 1 ? new CpuTopology(vcpus.Maximum / cores, cores) : null,
        };
        return cores == coresPerSocket ? cpu : Mapped.To(cpu, Finding.Warning(
            $"numvcpus = \"{vcpus.AtStart}\" does not divide into sockets of cpuid.coresPerSocket = \"{coresPerSocket}\"",
            $"the guest sees {Sockets(vcpus.AtStart / cores)} of {Cores(cores)}",
            "Correct numvcpus or cpuid.coresPerSocket in the .vmx if licences count sockets").At(nameof(coresPerSocket)));
    }

    private static string Sockets(int number) => number == 1 ? "1 socket" : $"{number} sockets";

    private static string Cores(int number) => number == 1 ? "1 core" : $"{number} cores";

    private static int LargestDivisor(int number, int limit)
    {
        for (var divisor = Math.Min(number, limit); divisor > 1; divisor--)
        {
            if (number % divisor == 0)
            {
                return divisor;
            }
        }

        return 1;
    }
}
