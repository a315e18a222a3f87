using V2K.Rules.Annotations;
using V2K.Rules.Devices;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Display;

/// <summary>VMware's sound cards (<c>sound.virtualDev</c>).</summary>
public enum SoundModel
{
    /// <summary>Sound Blaster 16.</summary>
    Sb16,

    /// <summary>Ensoniq ES1371; also what no <c>virtualDev</c> means.</summary>
    Es1371,

    /// <summary>Intel High Definition Audio.</summary>
    HdAudio,
}

/// <summary>The sound card.</summary>
/// <example>
/// sound.present = "TRUE"
/// sound.virtualDev = "hdaudio"
/// →
/// &lt;sound model='ich9'/&gt;
/// </example>
[Rule(nameof(Domain.Sound), Topic.Display)]
public static class SoundRule
{
    public static Mapped<string> Map(
        [Vmx("sound.present")] bool? present,
        [From(nameof(Domain.Os))] DomainOs os,
        [Vmx("sound.virtualDev")] SoundModel? model) => (present, model) switch
        {
            (not true, _) => AbsentDevice.Of<string>("sound", "sound card", present, Severity.Info, (model, nameof(model))),
            (_, SoundModel.Sb16) => "sb16",
            // QEMU emulates the 1371's sister, which the same drivers take.
            (_, SoundModel.Es1371 or null) => "es1370",
            _ => os.Machine is "q35" ? "ich9" : "ich6",
        };
}
