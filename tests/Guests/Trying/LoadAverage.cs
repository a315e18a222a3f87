using System.Globalization;

namespace V2K.Guests.Trying;

/// <summary>How busy this host is (proc_loadavg(5)).</summary>
internal static class LoadAverage
{
    /// <summary>Tasks that ran or waited for a disk, on average over the last minute.</summary>
    internal static double Now() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
