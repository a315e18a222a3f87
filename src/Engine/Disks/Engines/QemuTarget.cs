using System.Text.Json.Nodes;

namespace V2K.Engine.Disks.Engines;

/// <summary>Says to QEMU what is to be made, and leaves nothing of it to its guessing.</summary>
internal static class QemuTarget
{
    /// <summary>The format and its options, as arguments of qemu-img(1).</summary>
    /// <param name="flag">What introduces the format: <c>-O</c> of convert, <c>-f</c> of create.</param>
    /// <param name="job">What is to be made.</param>
    internal static string[] Format(string flag, CopyJob job) => job.Format is DiskFormat.Qcow2
        ? [flag, "qcow2", "-o", $"compat=1.1,cluster_size={job.ClusterSize}"]
        : [flag, "raw"];

    /// <summary>The image at <paramref name="path"/> as a <c>json:</c> pseudo-file name, see <see cref="QemuSource"/>.</summary>
    internal static string Describe(DiskFormat format, string path) => "json:" + new JsonObject
    {
        ["driver"] = format is DiskFormat.Qcow2 ? "qcow2" : "raw",
        ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = path },
    }.ToJsonString();
}
