using V2K.Rules;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads what a guest tells its network programs, of every kind that it has.</summary>
internal sealed class NetworkPrograms(IGuestFiles files, Action<string> note)
{
    private const int MaximumFiles = 200;
    private const int MaximumBytes = 256 << 10;

    /// <summary>Where the guest's own <c>.network</c> files are; those that systemd brings are for containers.</summary>
    private const string NetworkdFolder = "/etc/systemd/network/";

    /// <summary>All of them, those without any configuration left out.</summary>
    internal IReadOnlyList<NetworkProgram> Read()
    {
        List<NetworkProgram> programs =
        [
            new("netplan", NetplanInterfaces()),
            new("ifcfg", Ifcfg.Interfaces(
                Texts("/etc/sysconfig/network-scripts/ifcfg-*").Concat(Texts("/etc/sysconfig/network/ifcfg-*")).Where(file => !IsLeftOver(file.Name)))),
            new("NetworkManager", Keyfiles.Interfaces(Texts("/etc/NetworkManager/system-connections/*").Where(file => !IsLeftOver(file.Name)).Select(file => file.Text))),
        ];
        if (files.IsFile("/sbin/ifup") || files.IsFile("/usr/sbin/ifup"))
        {
            programs.Add(new NetworkProgram("ifupdown", Ifupdown.Interfaces(IfupdownTexts())));
        }

        if (files.Glob("/etc/systemd/system/*.wants/systemd-networkd.service").Count > 0)
        {
            programs.Add(new NetworkProgram("systemd-networkd", Networkd.Interfaces(NetworkdTexts(), Texts(NetworkdFolder + "*.netdev").Select(file => file.Text))) { FirstWins = true });
        }

        if (files.Glob("/etc/systemd/system/*.wants/dhcpcd.service").Count > 0 && Text("/etc/dhcpcd.conf") is { } dhcpcd)
        {
            programs.Add(new NetworkProgram("dhcpcd", Dhcpcd.Interfaces(dhcpcd)) { FirstWins = true });
        }

        return [.. WithoutDeadIpv6(programs).Where(program => program.Interfaces.Count > 0)];
    }

    /// <summary>The test boot would wait until its timeout for an address that never comes up.</summary>
    private IEnumerable<NetworkProgram> WithoutDeadIpv6(List<NetworkProgram> programs)
    {
        if (!programs.Exists(program => program.Interfaces.Any(one => one.Addresses.Any(InterfaceSettings.IsIpv6))) || Ipv6Switch.FindOff(files) is not { } file)
        {
            return programs;
        }

        note($"the test boot does not wait for IPv6 addresses: {file} disables IPv6");
        return programs.Select(program => program with
        {
            Interfaces = [.. program.Interfaces.Select(one => one with { Addresses = [.. one.Addresses.Where(address => !InterfaceSettings.IsIpv6(address))] })],
        });
    }

    private IReadOnlyList<InterfaceSettings> NetplanInterfaces()
    {
        var found = new List<InterfaceSettings>();
        foreach (var (name, text) in Texts("/etc/netplan/*.yaml"))
        {
            if (Netplan.Interfaces(text) is { } interfaces)
            {
                found.AddRange(interfaces);
            }
            else
            {
                note($"{name} is not valid YAML");
            }
        }

        return InterfaceSettings.Merge(found);
    }

    /// <summary>The first file and all that it takes in, however deep, each once.</summary>
    internal IEnumerable<string> IfupdownTexts()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var patterns = new Queue<string>(["/etc/network/interfaces"]);
        while (patterns.TryDequeue(out var pattern))
        {
            foreach (var path in Paths(pattern).Where(path => seen.Count < MaximumFiles && !IsLeftOver(path) && seen.Add(path)))
            {
                if (Text(path) is { } text)
                {
                    foreach (var source in Ifupdown.Sources(text).Take(MaximumFiles - seen.Count))
                    {
                        patterns.Enqueue(source);
                    }

                    yield return text;
                }
            }
        }
    }

    private IEnumerable<(string Name, string Text)> NetworkdTexts() =>
        from file in Texts(NetworkdFolder + "*.network")
        let dropIns = Texts($"{NetworkdFolder}{file.Name}.d/*.conf").Select(dropIn => dropIn.Text)
        select (file.Name, string.Join('\n', dropIns.Prepend(file.Text)));

    /// <summary>Editors, packages and NetworkResetStep leave such files beside the true ones.</summary>
    private static bool IsLeftOver(string name) =>
        name.EndsWith('~') || Path.GetExtension(name) is ".bak" or ".old" or ".orig" or ".save" or ".rpmsave" or ".rpmnew" or ".rpmorig" or ".v2k-disabled"
            or ".dpkg-old" or ".dpkg-new" or ".dpkg-dist";

    private IEnumerable<(string Name, string Text)> Texts(string pattern) =>
        from path in Paths(pattern)
        let text = Text(path)
        where text is not null
        select (Path.GetFileName(path), text);

    private IEnumerable<string> Paths(string pattern)
    {
        IReadOnlyList<string> paths;
        try
        {
            paths = files.Glob(pattern);
        }
        catch (V2KException cause)
        {
            note($"{pattern} is not read: {cause.What}");
            return [];
        }

        if (paths.Count > MaximumFiles)
        {
            note($"{pattern}: only {MaximumFiles} of {paths.Count} files are read");
        }

        return paths.Take(MaximumFiles);
    }

    private string? Text(string path)
    {
        try
        {
            if (!files.IsFile(path))
            {
                return null;
            }

            if (files.Length(path) <= MaximumBytes)
            {
                return files.ReadText(path).Replace("\r", "", StringComparison.Ordinal);
            }

            note($"{path} is not read: it is too large for such a file");
        }
        catch (V2KException cause)
        {
            note($"{path} is not read: {cause.What}");
        }

        return null;
    }
}
