using V2K.Engine.Concerns;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Engines;
using V2K.Engine.TestBoots;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Translation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace V2K.Engine.Configuration;

/// <summary>Reads <c>v2k.yaml</c>. Relative paths in it are relative to the file.</summary>
public static class ConfigFile
{
    /// <summary>The name that is looked for where the command line names no file.</summary>
    public const string DefaultName = "v2k.yaml";

    /// <summary>Larger files are not configuration.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>Reads and checks the file at the full path <paramref name="path"/>.</summary>
    /// <exception cref="V2KException">
    /// The file is missing, is no YAML, has an unknown key, or a value that its key does not take.
    /// </exception>
    public static Config Load(string path)
    {
        var root = new YamlSection(path, Parse(path, ReadText(path)), "the configuration");
        var folder = Path.GetDirectoryName(path)!;
        var datastores = root.Sections("datastores");
        var networks = root.Section("networks");
        var libvirt = root.Section("libvirt");
        var disks = root.Section("disks");
        var vms = root.Section("vms");
        var waves = root.Sections("waves");
        var windows = root.Section("windows");
        var budgets = root.Section("budgets");
        var engineOptions = root.Section("engine-options");
        var testBoot = root.Section("test-boot");
        var config = new Config { File = path, Datastores = [] };
        config = config with
        {
            Site = root.Text("site"),
            Templates = root.Text("templates") is { } templates ? Path.GetFullPath(templates, folder) : null,
            Connect = libvirt?.Text("connect") is { } connect ? connect : config.Connect,
            VirtType = libvirt?.Choice("virt-type", Choices.VirtTypes) ?? config.VirtType,
            TestBoot = new TestBootOptions
            {
                Scratch = testBoot?.Text("scratch") is { } scratch ? Path.GetFullPath(scratch, folder) : config.TestBoot.Scratch,
                Timeout = testBoot?.Number("timeout", 1, Choices.MaximumTimeout),
            },
            Mode = root.Choice("mode", Choices.Modes) ?? config.Mode,
            Format = root.Choice("format", Choices.Formats) ?? config.Format,
            Compression = root.Choice("compress", Choices.Compressions) ?? config.Compression,
            ClusterSize = root.Choice("cluster-size", Choices.ClusterSizes) ?? config.ClusterSize,
            Preallocation = root.Choice("preallocation", Choices.Preallocations) ?? config.Preallocation,
            Engine = root.Choice("engine", Choices.Engines) ?? config.Engine,
            EngineOptions = engineOptions is null ? config.EngineOptions : ReadEngineOptions(engineOptions),
            Cache = root.Choice("cache", Choices.CacheModes) ?? config.Cache,
            Adjust = config.Adjust with { Kind = root.Choice("adjust", Choices.AdjustKinds) ?? config.Adjust.Kind },
            SkipExtra = root.Choice("skip-extra", Choices.Switches) ?? config.SkipExtra,
            OvfEnvironment = root.Choice("ovf-env", Choices.Switches) ?? config.OvfEnvironment,
            NumaNode = root.Number("numa-node", 0, NumaBinding.HighestNode),
            KeepNicNames = root.Choice("nic-names", Choices.NicNames) ?? config.KeepNicNames,
            Parallel = root.Number("parallel", 1, Choices.MaximumParallel) ?? config.Parallel,
            CutOver = CutOverReader.ReadChoices(root).Over(config.CutOver),
            Hooks = CutOverReader.ReadHooks(root, folder),
        };

        var ignored = ReadIgnored(root, path);

        // A mistyped key is reported before the keys that are missing because of it.
        libvirt?.RefuseOthers();
        testBoot?.RefuseOthers();
        root.RefuseOthers();
        var read = ReadDatastores(datastores, folder);
        var opened = windows is null ? [] : ScheduleReader.ReadWindows(windows);
        return config with
        {
            Ignore = ignored,
            Datastores = read.Count > 0
                ? read
                : throw root.Error("datastores", "names no datastore", "Add one with name, source and target; see the README"),
            DiskTargets = disks is null ? [] : ReadDisks(disks),
            Vms = vms is null ? [] : VmSettingsReader.Read(vms, path),
            Windows = opened,
            Waves = ScheduleReader.ReadWaves(waves, opened),
            Budgets = budgets is null ? config.Budgets : ScheduleReader.ReadBudgets(budgets, read, folder),
            Networks = networks is null ? config.Networks : ReadNetworks(networks),
        };
    }

    private static string ReadText(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > MaximumBytes
                ? throw new V2KException(
                    $"is {file.Length} bytes long, too long for a configuration", "Name the right file with --config=FILE", path)
                : File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new V2KException(
                "there is no such configuration file",
                "Write one with --target=Init or as the README shows, or name another with --config=FILE",
                path,
                cause: cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException(
                $"cannot be read: {cause.Message}", "Fix that, or name another file with --config=FILE", path, cause: cause);
        }
    }

    private static YamlNode Parse(string path, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 1
                ? yaml.Documents[0].RootNode
                : throw new V2KException(
                    $"holds {yaml.Documents.Count} YAML documents instead of one", "See the example in the README", path);
        }
        catch (YamlException cause)
        {
            throw new V2KException(
                $"is not valid YAML: {cause.Message}", "Fix that line", path, (int)cause.Start.Line, cause: cause);
        }
    }

    private static EngineOptions ReadEngineOptions(YamlSection section)
    {
        var options = new EngineOptions
        {
            Coroutines = section.Number("coroutines", 1, EngineOptions.MaximumCoroutines),
            Connections = section.Number("connections", 1, EngineOptions.Maximum),
            Threads = section.Number("threads", 1, EngineOptions.Maximum),
            Requests = section.Number("requests", 1, EngineOptions.Maximum),
        };
        section.RefuseOthers();
        return options;
    }

    private static List<Datastore> ReadDatastores(IEnumerable<YamlSection> sections, string folder)
    {
        var datastores = new List<Datastore>();
        var all = sections.ToList();
        foreach (var section in all)
        {
            var name = section.RequiredText("name");
            var vmfs = section.Words("vmfs");
            var source = Path.GetFullPath(section.RequiredText("source"), folder);
            var target = Path.GetFullPath(section.RequiredText("target"), folder);
            section.RefuseOthers();
            if (datastores.Exists(other => other.Name == name))
            {
                throw section.Error("name", $"'{name}' is the name of two datastores", "Give each its own name");
            }

            datastores.Add(new Datastore(name, vmfs.Count > 0 ? vmfs : ["/vmfs/volumes/" + name], source, target));
        }

        List<string> sources = [.. datastores.Select(datastore => datastore.Source)];
        for (var i = 0; i < all.Count; i++)
        {
            if (TargetPlacement.Fault(datastores[i].Target, sources) is var (what, remedy))
            {
                throw all[i].Error("target", what, remedy);
            }
        }

        return datastores;
    }

    private static List<DiskTarget> ReadDisks(YamlSection disks)
    {
        var targets = new List<DiskTarget>();
        foreach (var vm in disks.Keys)
        {
            var section = disks.Section(vm)!;
            foreach (var device in section.Keys)
            {
                targets.Add(ReadDisk(section, vm, device));
            }
        }

        return targets;
    }

    /// <summary>The path of a device to copy to, or <c>{ attach: PATH }</c> for one that has the disk's content.</summary>
    private static DiskTarget ReadDisk(YamlSection section, string vm, string device)
    {
        var attached = section.IsMapping(device) ? section.Section(device) : null;
        var path = attached?.RequiredText("attach") ?? section.RequiredText(device);
        attached?.RefuseOthers();
        return Path.IsPathRooted(path)
            ? new DiskTarget(vm, device, path) { IsAttached = attached is not null, IsFromFile = true }
            : throw section.Error(
                device, $"'{path}' is not a full path", $"Name the block device in full: {(attached is null ? "/dev/vg0/web01" : "/dev/disk/by-id/wwn-…")}");
    }

    /// <summary>The ids of <c>ignore:</c>.</summary>
    internal static HashSet<string> ReadIgnored(YamlSection section, string path)
    {
        var ids = section.Words("ignore");
        foreach (var id in ids)
        {
            ConcernKinds.Require(id, path, "ignore", section.LineOf("ignore"));
        }

        return ids.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The entries of <c>networks:</c>.</summary>
    internal static NetworkMap ReadNetworks(YamlSection networks)
    {
        var entries = new Dictionary<string, NetworkTarget>(StringComparer.Ordinal);
        foreach (var name in networks.Keys)
        {
            var section = networks.Section(name)!;
            var target = new NetworkTarget
            {
                Network = section.Text("network"),
                Bridge = section.Text("bridge"),
                Direct = section.Text("direct"),
                Vlan = section.Number("vlan", 1, 4094),
                VirtualPort = section.Text("virtualport"),
                PortGroup = section.Text("portgroup"),
            };
            section.RefuseOthers();
            if (target.Fault is var (what, remedy))
            {
                throw networks.Error(name, what, remedy);
            }

            var key = NetworkMap.KeyOf(name) ?? throw networks.Error(name, "is not a type of VMware network", $"Write one of {NetworkMap.Types}");
            if (!entries.TryAdd(key, target))
            {
                throw networks.Error(name, $"maps {key} a second time", "Keep one of them");
            }
        }

        return new NetworkMap(entries);
    }
}
