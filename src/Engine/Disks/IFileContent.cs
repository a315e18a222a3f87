namespace V2K.Engine.Disks;

/// <summary>The bytes of a file that lie nowhere in one piece: made up, in several files, or compressed. Safe for any number of threads.</summary>
internal interface IFileContent : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads bytes at <paramref name="position"/>: at least one, unless it is the end.</summary>
    /// <returns>How many were read.</returns>
    int Read(Span<byte> buffer, long position);
}
