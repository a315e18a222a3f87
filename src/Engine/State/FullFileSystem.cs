using V2K.Engine.Concerns;

namespace V2K.Engine.State;

/// <summary>Errors that mean that a file system is full, and which one.</summary>
internal static class FullFileSystem
{
    /// <summary>ENOSPC and EDQUOT, see errno(3); .NET gives them as they are.</summary>
    private static readonly int[] Numbers = [28, 122];

    /// <summary>What the system says of them, where only the words are left.</summary>
    private static readonly string[] Words = ["No space left on device", "Disk quota exceeded"];

    /// <summary>What to do about it.</summary>
    internal const string Remedy = "Free some space there, or choose another target: in the configuration, then run the same command again: finished work is kept, and an interrupted copy resumes";

    /// <summary>Whether <paramref name="failure"/>, or what is behind it, says that.</summary>
    internal static bool Is(Exception? failure) => failure is not null && (
        (failure is IOException && (Numbers.Contains(failure.HResult) || Words.Any(words => failure.Message.Contains(words, StringComparison.Ordinal))))
        || Is(failure.InnerException));

    /// <summary>Which file system <paramref name="path"/> lies on, and how much room it has: <c>the file system of /srv/kvm is full: 12 KiB free</c>.</summary>
    internal static string Describe(string path) => TargetVolume.Of(path) is { } volume
        ? $"the file system of {volume.Folder} is full (No space left on device): {ByteSize.Text(volume.FreeBytes)} free"
        : "the file system is full (No space left on device)";
}
