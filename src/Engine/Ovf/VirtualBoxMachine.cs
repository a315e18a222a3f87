using System.Globalization;

namespace V2K.Engine.Ovf;

/// <summary>
/// VirtualBox's own description of a VM (<c>vbox:Machine</c>), which it writes into an .ovf beside that of the standard, and follows when it imports one:
/// firmware, hardware addresses and the places of disks are in it only. (VirtualBox's VirtualBox-settings.xsd.)
/// </summary>
internal sealed class VirtualBoxMachine
{
    private const string Own = "it tunes VirtualBox's own machine";

    private readonly OvfElement _machine;
    private readonly OvfElement? _hardware;
    private readonly OvfSettings _settings;
    private readonly VirtualBoxStorage _storage;

    /// <summary>Takes the element; nothing is added yet.</summary>
    internal VirtualBoxMachine(OvfElement machine, OvfSettings settings)
    {
        (_machine, _settings) = (machine, settings);
        machine.Read();
        _hardware = machine.First("Hardware");
        _hardware?.Read();
        _storage = new VirtualBoxStorage(machine, _hardware, settings);
    }

    /// <summary>VirtualBox's name of the guest's system; null without.</summary>
    internal OvfAttribute? OsType => _machine.Find("OSType");

    /// <summary>Whether the machine says where a drive is, so that the drive's item need not.</summary>
    internal bool Covers(OvfItem item) => _storage.Covers(item);

    /// <summary>Adds the drives that are attached to the machine's controllers.</summary>
    internal void AddDrives(IReadOnlyList<OvfItem> items, OvfControllers controllers, OvfDrives drives, OvfReferences references) =>
        _storage.Add(items, controllers, drives, references);

    /// <summary>Adds firmware, cards' addresses and the rest of what the standard's part does not say, or says less well.</summary>
    internal void AddRest(OvfCards cards)
    {
        var others = new VirtualBoxHardware(_machine, _settings);
        others.AddIdentity(_hardware);
        if (_hardware is not null)
        {
            others.Add(_hardware);
            new VirtualBoxCards(_settings).Add(_hardware, cards.Names.Count);
        }

        LeaveOutOthers(_machine);
    }

    /// <summary>An attribute that counts from 0 on; 0 for what is no number.</summary>
    internal static int Number(OvfElement element, string attribute) =>
        int.TryParse(element.Get(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Leaves out the settings that only tune VirtualBox.</summary>
    private static void LeaveOutOthers(OvfElement element)
    {
        foreach (var attribute in element.Attributes.Where(attribute => attribute.Fate is null))
        {
            attribute.LeaveOut(Own);
        }

        foreach (var child in element.Children)
        {
            if (child.Fate is null)
            {
                child.LeaveOut(Own);
            }
            else
            {
                LeaveOutOthers(child);
            }
        }
    }
}
