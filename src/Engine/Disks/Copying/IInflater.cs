namespace V2K.Engine.Disks.Copying;

/// <summary>Inflates zlib streams (RFC 1950) from memory to memory, checksum included. For one thread.</summary>
internal interface IInflater
{
    /// <summary>Inflates all of <paramref name="deflated"/>.</summary>
    /// <param name="deflated">A zlib stream; what follows it is left.</param>
    /// <param name="content">Takes the bytes.</param>
    /// <returns>How many there are; null where there are more than <paramref name="content"/> takes.</returns>
    /// <exception cref="InvalidDataException">That is no zlib stream, or a damaged one.</exception>
    int? Inflate(ReadOnlySpan<byte> deflated, Span<byte> content);
}
