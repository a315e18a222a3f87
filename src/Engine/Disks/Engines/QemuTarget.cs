using System.Text.Json.Nodes;
using V2K.Engine.Configuration;

namespace V2K.Engine.Disks.Engines;

/// <summary>Says to QEMU what is to be made, and leaves nothing of it to its guessing.</summary>
internal static class QemuTarget
{
    /// <summary>The format and its options, as arguments of qemu-img(1).</summary>
    /// <param name="flag">What introduces the format: <c>-O</c> of convert, <c>-f</c> of create.</param>
    /// <param name="job">What is to be made.</param>
    internal static string[] Format(string flag, CopyJob job)
    {
        var options = new List<string>();
        if (job.Format is DiskFormat.Qcow2)
        {
            options.AddRange(["compat=1.1", $"cluster_size={job.ClusterSize}"]);
        }

        if (job.Compression is not Compression.None)
        {
            options.Add($"compression_type={Choices.Compressions.Word(job.Compression)}");
        }

        if (job.Preallocation is not Preallocation.Off)
        {
            options.Add($"preallocation={Choices.Preallocations.Word(job.Preallocation)}");
        }

        string[] format = [flag, Choices.Formats.Word(job.Format)];
        return options.Count > 0 ? [.. format, "-o", string.Join(',', options)] : format;
    }

    /// <summary>The image at <paramref name="path"/>, to be written to, as a <c>json:</c> pseudo-file name, see <see cref="QemuSource"/>.</summary>
    internal static string Describe(CopyJob job, string path) => "json:" + new JsonObject
    {
        ["driver"] = Choices.Formats.Word(job.Format),
        ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = path },
    }.ToJsonString();
}
