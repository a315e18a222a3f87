namespace V2K.Rules.Network;

/// <summary>
/// A <c>pciSlotNumber</c> of VMware's, FFFBBBBBDDDDD in bits (https://knowledge.broadcom.com/external/article/311606): the function of
/// a bridge, the bridge, and the device behind it.
/// </summary>
/// <param name="Value">The number as the VMX has it.</param>
public readonly record struct PciSlotNumber(int Value)
{
    private const int FunctionsOfBridge = 8;

    /// <summary>The bus behind <c>pciBridge0</c>, after the one for AGP.</summary>
    private const int FirstBus = 2;

    /// <summary>The buses of <c>pciBridge4</c> and those after it follow.</summary>
    private const int FirstExpressBridge = 5;

    /// <summary>What three bits of function, five of bridge and five of device hold.</summary>
    private const int Highest = (1 << 13) - 1;

    /// <summary>The slot of a card whose VMX says <paramref name="number"/>; null where it is none: VMware writes -1 for a card that was never started.</summary>
    public static PciSlotNumber? Of(int? number) => number is > 0 and <= Highest ? new PciSlotNumber(number.Value) : null;

    /// <summary>
    /// The slot number that the guest sees and uses in the name of a card (<c>ens161</c>): each function of a bridge is a slot, so that 160
    /// and 1184 are 160 and 161.
    /// </summary>
    public int Told => (Value & 1023) + Function;

    /// <summary>Grows in the order in which a kernel finds devices: 1184 lies behind 160 and before 192.</summary>
    public int Order => (Bridge << 16) | (Function << 8) | Device;

    /// <summary>The bus it is on.</summary>
    public int Bus => Bridge switch
    {
        0 => 0,
        < FirstExpressBridge => FirstBus,
        _ => FirstBus + 1 + ((Bridge - FirstExpressBridge) * FunctionsOfBridge) + Function,
    };

    /// <summary>Its number on that bus.</summary>
    public int Device => Value & 31;

    /// <summary>0 for none, else one more than the number of its <c>pciBridge#</c>.</summary>
    private int Bridge => (Value >> 5) & 31;

    private int Function => Value >> 10;
}
