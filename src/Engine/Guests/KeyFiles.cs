using V2K.Engine.State;
using V2K.Engine.Tools;

namespace V2K.Engine.Guests;

/// <summary>
/// Keys of encrypted disks for virt-v2v(1), as files that this user alone can read: on a command line, or in an environment, others could.
/// They go when this is disposed of.
/// </summary>
internal sealed class KeyFiles : IDisposable
{
    /// <summary>How many disks at most are asked for on standard input.</summary>
    private const int MaximumDisks = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("v2k-keys-");
    private readonly List<string> _arguments = [];
    private readonly string _input = "";

    /// <summary>Writes <paramref name="keys"/> down.</summary>
    /// <exception cref="Rules.V2KException">A key is not where it is said to be.</exception>
    internal KeyFiles(IReadOnlyList<LuksKey> keys)
    {
        try
        {
            foreach (var key in keys)
            {
                var file = Path.Combine(_folder.FullName, $"{_arguments.Count}");
                var passphrase = key.Read();
                AtomicFile.WriteText(file, passphrase);
                _arguments.AddRange(["--key", $"{key.Selector}:file:{file}"]);

                // Before libguestfs 1.50 no program knows a key for all disks: one for which it has none it asks for.
                if (key.IsForAll && _input.Length == 0)
                {
                    _input = string.Concat(Enumerable.Repeat(passphrase + "\n", MaximumDisks));
                }
            }

            if (_input.Length > 0)
            {
                _arguments.Add("--keys-from-stdin");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What to put on the command line.</summary>
    internal IReadOnlyList<string> Arguments => _arguments;

    /// <summary><paramref name="tools"/>, with what they read from standard input.</summary>
    internal ToolRunner For(ToolRunner tools) => tools.WithInput(_input);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
