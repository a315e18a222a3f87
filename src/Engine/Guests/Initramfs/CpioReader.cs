using System.Buffers;
using System.Globalization;
using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>Reads one cpio archive from a stream, front to back. What it reads is hostile: every number in it is checked first.</summary>
/// <param name="stream">Stands at the archive's first byte.</param>
public sealed class CpioReader(Stream stream)
{
    private const int MaximumName = 4096;
    private long _position;

    /// <summary>The entries up to the trailer; behind the last one, the stream stands behind the archive.</summary>
    /// <param name="wants">Whether the content of the file with this name and length is asked for.</param>
    /// <exception cref="InvalidDataException">That is no such archive, or it is cut off.</exception>
    public IEnumerable<CpioEntry> Read(Func<string, long, bool> wants)
    {
        while (true)
        {
            var header = Take(CpioEntry.HeaderLength);
            if (!header.AsSpan().StartsWith("07070"u8))
            {
                throw new InvalidDataException("an entry does not start with the cpio magic");
            }

            var mode = Field(header, 1);
            var length = Field(header, 6);
            var nameLength = Field(header, 11);
            if (nameLength is 0 or > MaximumName)
            {
                throw new InvalidDataException($"a name of {nameLength} bytes");
            }

            var name = Encoding.Latin1.GetString(Take((int)nameLength)).TrimEnd('\0');
            Skip(-_position & 3);
            if (name == CpioEntry.Trailer)
            {
                yield break;
            }

            // Dracut and others write "./usr" or "/usr" for what the kernel takes for "usr".
            var path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name.TrimStart('/');
            var entry = new CpioEntry(path, mode, ReadOnlyMemory<byte>.Empty);
            if ((entry.IsLink && length <= MaximumName) || (entry.IsFile && length <= int.MaxValue && wants(path, length)))
            {
                entry = entry with { Content = Take((int)length) };
            }
            else
            {
                Skip(length);
            }

            Skip(-_position & 3);
            yield return entry;
        }
    }

    private static uint Field(byte[] header, int index) =>
        uint.TryParse(
            header.AsSpan(CpioEntry.Magic.Length + (index * 8), 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("an invalid number");

    private byte[] Take(int count)
    {
        // Memory is taken as the bytes come, not as the header promises them.
        var taken = new ArrayBufferWriter<byte>(Math.Clamp(count, 1, 1 << 16));
        while (taken.WrittenCount < count)
        {
            var left = count - taken.WrittenCount;
            var read = stream.Read(taken.GetSpan(Math.Min(left, 1 << 16))[..Math.Min(left, 1 << 16)]);
            if (read == 0)
            {
                throw new InvalidDataException("it is cut off");
            }

            taken.Advance(read);
        }

        _position += count;
        return taken.WrittenSpan.ToArray();
    }

    private void Skip(long count)
    {
        _position += count;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (count > 0)
        {
            var read = stream.Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
            if (read == 0)
            {
                throw new InvalidDataException("it is cut off");
            }

            count -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
