using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>The ports of SATA controllers for drives that cannot be where they were; those of <paramref name="kept"/> are taken.</summary>
internal sealed class FreePorts(IEnumerable<Drive> kept)
{
    /// <summary>An ICH9's AHCI has six ports.</summary>
    internal const int SataPorts = 6;

    private readonly HashSet<(int Controller, int Unit)> _taken = [.. kept.Select(drive => (drive.Controller, drive.Unit))];
    private int _next;

    /// <summary>The next free port: there may be as many controllers as it takes.</summary>
    internal DriveAddress Next()
    {
        (int Controller, int Unit) port;
        do
        {
            port = (_next / SataPorts, _next % SataPorts);
            _next++;
        }
        while (!_taken.Add(port));

        return new DriveAddress(port.Controller, Target: 0, port.Unit);
    }
}
