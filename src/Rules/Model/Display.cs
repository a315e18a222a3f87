namespace V2K.Rules.Model;

/// <summary>The remote display.</summary>
/// <param name="Type"><c>vnc</c> or <c>spice</c>.</param>
/// <param name="Port">Its TCP port; null lets libvirt choose.</param>
/// <param name="Listen">The host's address to listen on; null for the loopback.</param>
/// <param name="Keymap">The keyboard layout, such as <c>de</c>; null for the client's.</param>
public sealed record Graphics(string Type, int? Port = null, string? Listen = null, string? Keymap = null);

/// <summary>The graphics adapter.</summary>
/// <param name="Model"><c>virtio</c>, <c>vga</c>, …</param>
/// <param name="Kibibytes">Its memory in KiB; null for the default.</param>
/// <param name="Heads">The number of screens; null for one.</param>
/// <param name="Accelerated">Whether the host renders for it.</param>
public sealed record Video(string Model, int? Kibibytes = null, int? Heads = null, bool Accelerated = false);

/// <summary>A pointing device or keyboard.</summary>
/// <param name="Type"><c>tablet</c>, <c>mouse</c> or <c>keyboard</c>.</param>
/// <param name="Bus"><c>usb</c> or <c>virtio</c>.</param>
public sealed record InputDevice(string Type, string Bus);

/// <summary>An emulated trusted platform module.</summary>
/// <param name="Model"><c>tpm-crb</c> or <c>tpm-tis</c>.</param>
/// <param name="Version">The specification's version, <c>2.0</c>.</param>
public sealed record Tpm(string Model, string Version);

/// <summary>A virtio-rng.</summary>
/// <param name="Path">Where the host takes random numbers from, such as <c>/dev/urandom</c>.</param>
/// <param name="Model"><c>virtio</c> or <c>virtio-transitional</c>.</param>
public sealed record RandomSource(string Path, string Model = "virtio");

/// <summary>A watchdog.</summary>
/// <param name="Model"><c>itco</c> or <c>i6300esb</c>.</param>
/// <param name="Action">What it does, such as <c>reset</c>.</param>
public sealed record Watchdog(string Model, string Action);
