using System.Runtime.InteropServices;

namespace V2K.Benchmarks.Disks;

/// <summary>How long a command took in one round.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="IsStopped">Whether it was stopped then: it takes longer than that.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Timing(double Seconds, bool IsStopped = false);
