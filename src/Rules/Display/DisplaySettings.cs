using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Display;

/// <summary>Graphics settings without a counterpart.</summary>
[Ignored("svga.present", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.vramSize", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.autodetect", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.maxWidth", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.maxHeight", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.graphicsMemoryKB", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.guestBackedPrimaryAware", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.yes3d", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.minVRAMSize", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("svga.*", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("vga.*", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("vmotion.svga.*", Topic.Display, "the new graphics adapter has its own memory")]
[Ignored("mks.displayTopologyMode", Topic.Display, "the new graphics adapter has its own memory")]
[Concern("mks.enable3d", Topic.Display, Severity.Info,
    "the guest renders in software",
    "For 3D, give it a virtio adapter with <acceleration accel3d='yes'/> and a display with OpenGL", Except = "automatic")]
[Concern("svga.3d", Topic.Display, Severity.Info,
    "the guest renders in software",
    "For 3D, give it a virtio adapter with <acceleration accel3d='yes'/> and a display with OpenGL", Except = "automatic")]
[Concern("mks.use3dRenderer", Topic.Display, Severity.Info,
    "the guest renders in software",
    "For 3D, give it a virtio adapter with <acceleration accel3d='yes'/> and a display with OpenGL", Except = "automatic")]
[Ignored("RemoteDisplay.*", Topic.Display, "it tunes VMware's own display server")]
[Ignored("sound.*", Topic.Display, "the new sound card has its own address and backend")]
public static class DisplaySettings;
