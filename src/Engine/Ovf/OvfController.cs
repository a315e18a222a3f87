using System.Globalization;

namespace V2K.Engine.Ovf;

/// <summary>A controller for drives, and which of its units are taken.</summary>
/// <param name="Bus">What a .vmx calls its kind: <c>scsi</c>, <c>sata</c>, <c>nvme</c>, <c>ide</c>.</param>
/// <param name="Number">Its number among its kind.</param>
internal sealed record OvfController(string Bus, int Number)
{
    /// <summary>How many controllers of each kind a VM can have.</summary>
    internal const int MaximumNumber = 3;

    private readonly HashSet<int> _units = [];

    /// <summary>Its name in a .vmx: <c>scsi0</c>.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"{Bus}{Number}");

    private int MaximumUnit => Bus switch
    {
        "scsi" => 63,
        "sata" => 29,
        "nvme" => 63,
        _ => 1,
    };

    /// <summary>Takes a unit, if the controller has it and it is free.</summary>
    internal bool TryTake(int unit) => unit <= MaximumUnit && !IsOwn(unit) && _units.Add(unit);

    /// <summary>Takes the first free unit.</summary>
    /// <returns>Null where all are taken.</returns>
    internal int? TakeNext()
    {
        for (var unit = 0; unit <= MaximumUnit; unit++)
        {
            if (!IsOwn(unit) && _units.Add(unit))
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>A SCSI controller is itself the device with the id 7 on its bus.</summary>
    private bool IsOwn(int unit) => unit == 7 && Bus == "scsi";
}
