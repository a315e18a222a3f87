namespace V2K.Rules.Model;

/// <summary>
/// What was found in a guest on its disks. It has the last word over what the .vmx says: Translate says what it expects of a guest, Adjust
/// finds what is, and the domain is translated again by the same rules where the two differ.
/// </summary>
/// <param name="Family">The kind of kernel on the disks.</param>
/// <param name="Drivers">The hardware that it has drivers for.</param>
/// <param name="Because">Where that was seen, as a sentence without a full stop: <c>the kernel 3.16.0-4-amd64 knows virtio before 1.0 alone</c>.</param>
public sealed record GuestFound(GuestFamily Family, GuestDrivers Drivers, string Because);
