using System.Globalization;
using System.Text;

namespace V2K.Rules.Tests.Corpus;

/// <summary>
/// A VMX file made up from a seed, of what libvirt's parser takes: it refuses memory that is no multiple of 4 MiB, sockets
/// that do not divide, <c>firmware = "bios"</c>, and a network port without an address.
/// </summary>
internal sealed class GeneratedVmx
{
    private readonly StringBuilder _text = new("config.version = \"8\"\nvirtualHW.version = \"13\"\nguestOS = \"other-64\"\n");
    private readonly Random _random;

    private GeneratedVmx(int seed) => _random = new Random(seed);

    internal static string Text(int seed)
    {
        var vmx = new GeneratedVmx(seed);
        vmx.General();
        vmx.Scsi();
        vmx.Ports("sata", controllers: 2, units: 6);
        vmx.Ports("ide", controllers: 2, units: 2);
        vmx.Nvme();
        vmx.Floppies();
        vmx.Serials();
        vmx.Cards();
        return vmx._text.ToString();
    }

    private void General()
    {
        Set("displayName", $"vm-{_random.Next(1000)}");
        Set("memsize", (4 * _random.Next(1, 4096)).ToString(CultureInfo.InvariantCulture));
        var cores = _random.Next(1, 5);
        Set("numvcpus", (cores * _random.Next(1, 5)).ToString(CultureInfo.InvariantCulture));
        if (Maybe())
        {
            Set("cpuid.coresPerSocket", cores.ToString(CultureInfo.InvariantCulture));
        }

        Set("uuid.bios", $"56 4d {_random.Next(10, 99)} 11 22 33 44 55-66 77 88 99 aa bb cc {_random.Next(10, 99)}");
        if (Maybe())
        {
            // Blanks around a value are not part of it to V2K.
            Set("annotation", "note:" + string.Concat(Enumerable.Range(0, _random.Next(1, 9)).Select(_ => One(
                "plain", "|0A", "|22", "|7C", " ", "<&>'", "|C3|BC", "|E2|82|AC", "#", "=", "ü", "\\"))) + ".");
        }

        if (Maybe())
        {
            Set("firmware", "efi");
        }

        if (Maybe())
        {
            Set("smbios.reflectHost", "true");
        }

        if (Maybe())
        {
            Set("RemoteDisplay.vnc.enabled", "true");
            Set("RemoteDisplay.vnc.port", _random.Next(5900, 6000).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Scsi()
    {
        for (var controller = 0; controller < _random.Next(4); controller++)
        {
            Set($"scsi{controller}.present", "true");
            Set($"scsi{controller}.virtualDev", One("lsilogic", "lsisas1068", "pvscsi", "buslogic"));
            foreach (var unit in Enumerable.Range(0, 16).Where(unit => unit != 7 && _random.Next(5) == 0))
            {
                Disk($"scsi{controller}:{unit}", "scsi-hardDisk");
            }
        }
    }

    private void Ports(string bus, int controllers, int units)
    {
        for (var controller = 0; controller < controllers; controller++)
        {
            Set($"{bus}{controller}.present", "true");
            for (var unit = 0; unit < units; unit++)
            {
                var device = $"{bus}{controller}:{unit}";
                switch (_random.Next(9))
                {
                    case 0:
                        Disk(device, bus == "ide" ? "ata-hardDisk" : "disk");
                        break;
                    case 1:
                        Drive(device, "cdrom-image", $"{device.Replace(':', '-')}.iso");
                        break;
                    case 2:
                        Drive(device, "cdrom-raw", "auto detect");
                        break;
                    case 3:
                        Drive(device, "atapi-cdrom", "/vmfs/devices/cdrom/mpx.vmhba1:C0:T0:L0");
                        break;
                }
            }
        }
    }

    private void Nvme()
    {
        if (_random.Next(3) == 0)
        {
            Set("nvme0.present", "true");
            Disk("nvme0:0", "disk");
        }
    }

    private void Floppies()
    {
        for (var unit = 0; unit < 2; unit++)
        {
            var kind = _random.Next(3);
            Set($"floppy{unit}.present", kind == 0 ? "false" : "true");
            Set($"floppy{unit}.fileType", kind == 1 ? "file" : "device");
            Set($"floppy{unit}.fileName", kind == 1 ? $"floppy{unit}.flp" : "/dev/fd0");
        }
    }

    private void Serials()
    {
        for (var port = 0; port < _random.Next(5); port++)
        {
            Set($"serial{port}.present", "true");
            var kind = One("file", "device", "pipe", "network");
            Set($"serial{port}.fileType", kind);
            Set($"serial{port}.fileName", kind switch
            {
                "file" => $"serial{port}.log",
                "device" => "/dev/ttyS0",
                "pipe" => $"/tmp/serial{port}",
                _ => $"{One("tcp", "telnet", "telnets", "ssl")}://10.0.0.{port}:{_random.Next(1024, 9999)}",
            });
            Set($"serial{port}.{(kind == "pipe" ? "pipe" : "network")}.endPoint", One("server", "client"));
        }
    }

    private void Cards()
    {
        for (var card = 0; card < _random.Next(5); card++)
        {
            Set($"ethernet{card}.present", "true");
            Set($"ethernet{card}.virtualDev", One("e1000", "e1000e", "vmxnet3", "vlance"));
            Set($"ethernet{card}.connectionType", "bridged");
            Set($"ethernet{card}.networkName", $"Net {_random.Next(9)}");
            var (type, key, prefix) = _random.Next(3) switch
            {
                0 => ("static", "address", "00:50:56:01"),
                1 => ("generated", "generatedAddress", "00:0c:29:02"),
                _ => ("vpx", "generatedAddress", "00:50:56:83"),
            };
            Set($"ethernet{card}.addressType", type);
            Set($"ethernet{card}.{key}", $"{prefix}:{_random.Next(16, 99)}:1{card}");
        }
    }

    private void Disk(string device, string type)
    {
        Drive(device, type, $"{device.Replace(':', '-')}.vmdk");
        if (_random.Next(4) == 0)
        {
            Set($"{device}.mode", One("persistent", "independent-persistent", "independent-nonpersistent"));
        }
    }

    private void Drive(string device, string type, string file)
    {
        Set($"{device}.present", "true");
        Set($"{device}.deviceType", type);
        Set($"{device}.fileName", file);
    }

    // Keys are compared without regard to case.
    private void Set(string key, string value) =>
        _text.Append(_random.Next(10) == 0 ? key.ToUpperInvariant() : key).Append(" = \"").Append(value).Append("\"\n");

    private bool Maybe() => _random.Next(2) == 0;

    private string One(params string[] choices) => choices[_random.Next(choices.Length)];
}
