using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace V2K.Engine.Tools;

/// <summary>What a program started, and what those started, told by a variable that each has from its parent: proc(5), <c>/proc/PID/environ</c>.</summary>
internal sealed class Descendants
{
    /// <summary>The variable's name.</summary>
    internal const string Variable = "V2K_PROGRAM";

    /// <summary>The variable's value, which no other program has.</summary>
    internal string Value { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Kills those that still run.</summary>
    internal void Kill()
    {
        var mark = Encoding.ASCII.GetBytes($"{Variable}={Value}\0");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Has(folder, mark))
            {
                Kill(id);
            }
        }
    }

    private static bool Has(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
