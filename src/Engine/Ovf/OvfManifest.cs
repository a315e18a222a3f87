using System.Security.Cryptography;
using System.Text;
using V2K.Engine.Disks;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>
/// The manifest of an export (.mf): a digest of each of its files, <c>SHA256(web01-disk1.vmdk)= 9f86d0…</c>. It shows what a transfer has damaged; anyone
/// could have written it.
/// </summary>
internal static class OvfManifest
{
    private const int ReadLength = 1 << 20;
    private const int MaximumLength = 1 << 20;

    /// <summary>Holds <paramref name="files"/> against the manifest beside <paramref name="ovf"/>, if there is one.</summary>
    /// <param name="ovf">The .ovf, which has an entry too.</param>
    /// <param name="files">Full paths.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was found, for people.</returns>
    /// <exception cref="V2KException">A file is not what the manifest says.</exception>
    internal static string Check(string ovf, IEnumerable<string> files, CancellationToken cancellation)
    {
        var path = Path.ChangeExtension(ovf, ".mf");
        if (!Exists(path))
        {
            return "no manifest";
        }

        var digests = Read(path);
        var count = 0;
        foreach (var file in files.Prepend(ovf))
        {
            var name = Path.GetRelativePath(Path.GetDirectoryName(ovf)!, file);
            foreach (var listed in Names(name, digests))
            {
                var expected = digests[listed];
                var part = file[..^name.Length] + listed;
                var actual = Digest(part, expected.Algorithm, cancellation);
                if (!actual.Equals(expected.Digest, StringComparison.OrdinalIgnoreCase))
                {
                    throw new V2KException(
                        $"its {expected.Algorithm} is {actual}, but {path} says {expected.Digest}", "It was damaged or changed after the export: copy it again", part);
                }

                count++;
            }
        }

        var certificate = Path.ChangeExtension(ovf, ".cert");
        return $"manifest holds for {count} file{(count == 1 ? "" : "s")}"
            + (Exists(certificate) ? $"; {Path.GetFileName(certificate)} names the signer, which V2K does not check (openssl verify)" : "");
    }

    /// <summary>The names under which a manifest has a file: its own, or those of the chunks that it is cut into.</summary>
    private static IEnumerable<string> Names(string name, Dictionary<string, (HashAlgorithmName, string)> digests) => digests.ContainsKey(name)
        ? [name]
        : digests.Keys.Where(key => key.Length == name.Length + 10 && key.StartsWith(name + ".", StringComparison.Ordinal) && key.AsSpan(name.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static bool Exists(string path)
    {
        if (OvaPath.Split(path) is not var (archive, name))
        {
            return File.Exists(path);
        }

        using var file = DiskFile.Open(archive);
        return TarArchive.Members(file).Any(member => member.Name == name);
    }

    private static Dictionary<string, (HashAlgorithmName Algorithm, string Digest)> Read(string path)
    {
        using var file = DiskFile.Open(path);
        if (file.Size > MaximumLength)
        {
            throw new V2KException($"is {file.Size} bytes long, too long for a manifest", "Remove it if you trust the export without it", path);
        }

        var bytes = new byte[file.Size];
        file.Read(bytes, 0);
        var digests = new Dictionary<string, (HashAlgorithmName, string)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var open = line.IndexOf('(', StringComparison.Ordinal);
            var close = line.LastIndexOf(')');
            var equals = close < 0 ? -1 : line.IndexOf('=', close);
            if (open <= 0 || close < open || equals < 0 || Algorithm(line[..open].Trim()) is not { } algorithm)
            {
                throw new V2KException("is not a known digest (SHA1, SHA256 or SHA512)", "Remove the manifest if you trust the export without it", path, number);
            }

            digests[Plain(line[(open + 1)..close])] = (algorithm, line[(equals + 1)..].Trim());
        }

        return digests;
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    /// <summary>Exporters write <c>SHA256</c>, <c>sha256</c> and <c>SHA-256</c>.</summary>
    private static HashAlgorithmName? Algorithm(string name) => name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
    {
        "SHA1" => HashAlgorithmName.SHA1,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static string Digest(string path, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        using var file = DiskFile.Open(path);
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = new byte[ReadLength];
        for (var done = 0L; done < file.Size; done += buffer.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Size - done));
            file.Read(piece, done);
            hash.AppendData(piece);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
