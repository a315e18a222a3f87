using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Devices;

/// <summary>A console for <c>virsh console</c>, where the guest had no serial port.</summary>
/// <example>
/// displayName = "web01"
/// →
/// &lt;console type='pty'/&gt;
/// </example>
[Rule(nameof(Domain.Console), Topic.Devices)]
public static class ConsoleRule
{
    public static bool Map([From(nameof(Domain.Serials))] IReadOnlyList<CharacterDevice> serials) => serials.Count == 0;
}
