using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Rules.Devices;

/// <summary>
/// Devices whose lines are in the <c>.vmx</c>, but not the one that says that they are there. VMware takes such a device for absent; somebody who
/// wrote or copied the lines by hand does not.
/// </summary>
internal static class AbsentDevice
{
    /// <summary>What to say of it; nothing where a line says that it is not there, or where it has no line of its own.</summary>
    /// <typeparam name="T">What it would become.</typeparam>
    /// <param name="name">The device, such as <c>ethernet0</c>.</param>
    /// <param name="kind">What people call it, such as <c>network card</c>.</param>
    /// <param name="present">What its <c>present</c> says; null where there is no such line.</param>
    /// <param name="severity">How much the guest misses it.</param>
    /// <param name="settings">Its other settings, each with the rule's parameter that has it.</param>
    internal static Mapped<T> Of<T>(string name, string kind, bool? present, Severity severity, params ReadOnlySpan<(object? Value, string Parameter)> settings)
        where T : class
    {
        foreach (var (value, parameter) in settings)
        {
            if (present is null && value is not (null or ""))
            {
                return Mapped.To<T>(null, new Finding(
                    severity,
                    $"{name} has lines, but there is no {name}.present: VMware does not connect the {kind}",
                    $"the guest does not get the {kind}",
                    $"If the guest needs it, set {name}.present = \"TRUE\" in the .vmx; if not, remove its lines").As(FindingId.NotPresent).At(parameter));
            }
        }

        return null;
    }
}
