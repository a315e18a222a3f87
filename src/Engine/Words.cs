namespace V2K.Engine;

/// <summary>Figures as people read them.</summary>
public static class Words
{
    /// <summary>Two units at most: <c>under 0.1 s</c>, <c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 0.1 ? "under 0.1 s"
        : time.TotalSeconds < 10 ? $"{time.TotalSeconds:0.0} s"
        : time.TotalMinutes < 1 ? $"{time.TotalSeconds:0} s"
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    /// <summary><c>1 VM</c>, <c>3 VMs</c>.</summary>
    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary><c>120 MiB/s</c>; empty where nothing was measured.</summary>
    public static string Rate(long bytes, TimeSpan time) =>
        bytes == 0 || time <= TimeSpan.Zero ? "" : $"{ByteSize.Text((long)(bytes / time.TotalSeconds))}/s";
}
