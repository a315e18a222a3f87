using System.Globalization;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// Progress as programs print it, a line each: <c>(12.34/100%)</c> by qemu-img, <c>12/100</c> by nbdcopy. Whatever else they print is no progress.
/// </summary>
internal sealed class PercentProgress(IProgress<CopyProgress>? progress, long total)
{
    /// <summary>Understands a line.</summary>
    internal void Line(string line)
    {
        var text = line.AsSpan().Trim().TrimStart('(');
        var slash = text.IndexOf("/100", StringComparison.Ordinal);
        if (slash > 0 && double.TryParse(text[..slash], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent))
        {
            progress?.Report(new CopyProgress((long)(total * Math.Clamp(percent, 0, 100) / 100), total));
        }
    }
}
