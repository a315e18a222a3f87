namespace V2K.Benchmarks.Disks;

/// <summary>A disk to copy.</summary>
/// <param name="Path">The VMDK.</param>
/// <param name="Raw">The same content as a raw file, which the generator wrote without any reader's help: every copy is compared with it.</param>
internal sealed record MadeDisk(string Path, string Raw);
