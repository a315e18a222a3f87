using System.Globalization;
using System.Runtime.InteropServices;
using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>
/// Keeps this process, and every program that it starts from then on, on the processors of one NUMA node. Memory and page cache follow: Linux takes them
/// from the node that asks (numa(7), set_mempolicy(2): the default policy is local allocation).
/// </summary>
public static partial class NumaBinding
{
    /// <summary>The highest number that a node of Linux can have.</summary>
    public const int HighestNode = 1023;

    private const string Nodes = "/sys/devices/system/node";

    /// <summary>The most processors that Linux is built for.</summary>
    private const int MaximumProcessors = 8192;

    /// <summary>Binds to <paramref name="node"/>.</summary>
    /// <exception cref="V2KException">There is no such node, or it has no processor that this process may use.</exception>
    public static void Bind(int node)
    {
        var list = Path.Combine(Nodes, string.Create(CultureInfo.InvariantCulture, $"node{node}"), "cpulist");
        if (!File.Exists(list))
        {
            var online = Path.Combine(Nodes, "online");
            throw new V2KException(
                $"this host has no NUMA node {node}",
                File.Exists(online) ? $"Its nodes are {File.ReadAllText(online).Trim()}" : "It has only one: omit this option",
                key: "--numa-node")
            { Kind = FailureKind.Usage };
        }

        var mask = Mask(File.ReadAllText(list));
        var bound = new HashSet<int>();

        // A thread that starts meanwhile has what its starter had: look again until there is none that was not met.
        while (Threads().Where(bound.Add).ToList() is { Count: > 0 } threads)
        {
            foreach (var thread in threads)
            {
                Bind(thread, mask, node);
            }
        }
    }

    /// <summary>The bits of a list such as <c>0-3,8</c> (cpuset(7), List format), one a processor.</summary>
    internal static byte[] Mask(string list)
    {
        var mask = new byte[MaximumProcessors / 8];
        foreach (var range in list.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            for (var processor = Number(ends[0]); processor <= Number(ends[^1]); processor++)
            {
                mask[processor / 8] |= (byte)(1 << (processor % 8));
            }
        }

        return mask;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Threads() =>
        Directory.EnumerateDirectories("/proc/self/task").Select(thread => Number(Path.GetFileName(thread)));

    private static void Bind(int thread, byte[] mask, int node)
    {
        const int NoSuchProcess = 3;
        if (SetAffinity(thread, (nuint)mask.Length, mask) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new V2KException(
                $"cannot bind to the processors of NUMA node {node}: {Marshal.GetLastPInvokeErrorMessage()}",
                "Choose a node whose processors this process may use",
                key: "--numa-node")
            { Kind = FailureKind.Usage };
        }
    }

    /// <summary>sched_setaffinity(2).</summary>
    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint length, byte[] mask);
}
