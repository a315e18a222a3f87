using V2K.Engine.Configuration;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.State;

namespace V2K.Engine.Stages;

/// <summary>VMDK to qcow2 or raw, one step a disk.</summary>
public static class ConvertStage
{
    /// <summary>The step that converts <paramref name="disk"/> of <paramref name="job"/>.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="disk">One of its disks.</param>
    /// <param name="engine">What copies.</param>
    /// <param name="parallel">How many requests it may have under way.</param>
    /// <exception cref="Rules.V2KException">The disk is missing, damaged or of a kind that is not read.</exception>
    public static Step Step(VmJob job, DiskPlacement disk, ICopyEngine engine, int parallel)
    {
        var summary = DiskSummary.Read(disk.Source, job.Paths);
        return new Step(
            Stage.Convert,
            Path.GetFileName(disk.Target),
            Inputs(summary, job.CopyOf(disk, parallel)),
            [disk.Target],
            async (progress, cancellation) =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(disk.Target)!);
                var copy = job.CopyOf(disk, parallel);

                // They are the earlier result's, and not every engine makes new ones.
                File.Delete(copy.ChecksumPath!);
                var outcome = await engine.CopyAsync(copy, new ProgressRelay(progress), cancellation);
                if (outcome.Checksums is { } checksums)
                {
                    ChecksumFile.Write(copy.ChecksumPath!, checksums);
                }

                var resumed = outcome.ResumedAt > 0 ? $", gone on with from {ByteSize.Text(outcome.ResumedAt)}" : "";
                return $"{summary.Kind}, {ByteSize.Text(outcome.VirtualSize)}, {ByteSize.Text(outcome.DataBytes)} of data, by {engine.Name}{resumed}";
            });
    }

    /// <summary>
    /// The files a disk is made of, its format, and how it is laid out. Which engine copied it does not matter: they all make the same disk.
    /// </summary>
    private static Fingerprint Inputs(DiskSummary summary, CopyJob copy)
    {
        var inputs = new Fingerprint().Add("--format", Choices.Word(Choices.Formats, copy.Format));
        AddUnless(Compression.None, copy.Compression, "--compress", Choices.Compressions);
        AddUnless(Config.DefaultClusterSize, copy.ClusterSize, "--cluster-size", Choices.ClusterSizes);
        AddUnless(Preallocation.Off, copy.Preallocation, "--preallocation", Choices.Preallocations);
        foreach (var file in summary.Files)
        {
            var name = Path.GetFileName(file.Path);
            inputs.Add(
                inputs.Inputs.ContainsKey(name) ? file.Path : name,
                $"{file.Size} bytes, {file.Modified:O}, inode {file.Inode}");
        }

        return inputs;

        // What is as ever is not said: a choice that a later version adds makes no disk out of date.
        void AddUnless<T>(T ever, T value, string option, IReadOnlyDictionary<string, T> words)
        {
            if (!EqualityComparer<T>.Default.Equals(ever, value))
            {
                inputs.Add(option, Choices.Word(words, value));
            }
        }
    }
}
