using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Guests;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Build.Options;

/// <summary>The configuration file with the command line's options on top.</summary>
public static class ConfigFromCommandLine
{
    private static readonly (Option Option, EngineKind Owner)[] Knobs =
    [
        (KnownOptions.Coroutines, EngineKind.QemuImg),
        (KnownOptions.Connections, EngineKind.NbdCopy),
        (KnownOptions.Threads, EngineKind.NbdCopy),
        (KnownOptions.Requests, EngineKind.NbdCopy),
    ];

    private static readonly Option[] NativeOptions =
    [
        KnownOptions.Steps, KnownOptions.SkipSteps, KnownOptions.Initramfs, KnownOptions.NetworkReset, KnownOptions.GuestAgent,
        KnownOptions.SerialConsole, KnownOptions.NoFail,
    ];

    /// <summary>Reads the file and applies <paramref name="line"/>; relative paths mean <paramref name="folder"/>.</summary>
    /// <exception cref="V2KException">The file or a mapping is wrong.</exception>
    public static Config Make(CommandLine line, string folder)
    {
        var datastores = MappingOptions.ParseDatastores(line.Values(KnownOptions.Datastore), folder);
        var config = Base(line, folder);
        config = config with
        {
            Datastores = datastores.Count > 0 ? datastores : config.Datastores,
            Networks = WithNetworks(config.Networks, line),
            DiskTargets = [.. line.Values(KnownOptions.Disk).Select(DiskTarget.Parse), .. config.DiskTargets],
            Mode = line.Value(KnownOptions.Mode) is { } mode ? Choices.Modes[mode] : config.Mode,
            Format = line.Value(KnownOptions.Format) is { } format ? Choices.Formats[format] : config.Format,
            FormatInFile = line.Has(KnownOptions.Format) ? config.Format : null,
            ForcedDisks = [.. line.Values(KnownOptions.Force).SelectMany(ForcedDisk.ParseAll)],
            Compression = line.Value(KnownOptions.Compress) is { } compress ? Choices.Compressions[compress] : config.Compression,
            ClusterSize = line.Value(KnownOptions.ClusterSize) is { } cluster ? Choices.ClusterSizes[cluster] : config.ClusterSize,
            Preallocation = line.Value(KnownOptions.Preallocation) is { } allocation ? Choices.Preallocations[allocation] : config.Preallocation,
            Engine = line.Value(KnownOptions.Engine) is { } engine ? Choices.Engines[engine] : config.Engine,
            Cache = line.Value(KnownOptions.Cache) is { } cache ? Choices.CacheModes[cache] : config.Cache,
            Site = line.Value(KnownOptions.Site) ?? config.Site,
            KeepNicNames = line.Value(KnownOptions.NicNames) is { } names ? Choices.NicNames[names] : config.KeepNicNames,
            Connect = line.Value(KnownOptions.Connect) is { } connect ? connect : config.Connect,
            TestBoot = config.TestBoot with
            {
                Scratch = line.Value(KnownOptions.Scratch) is { } scratch ? Path.GetFullPath(scratch, folder) : config.TestBoot.Scratch,
                Timeout = line.Value(KnownOptions.Timeout) is { } timeout ? int.Parse(timeout) : config.TestBoot.Timeout,
                Addresses = line.Values(KnownOptions.Address),
            },
            VirtType = line.Value(KnownOptions.VirtType) is { } virtType ? Choices.VirtTypes[virtType] : config.VirtType,
            SkipExtra = line.Has(KnownOptions.SkipExtra) || config.SkipExtra,
            Deployment = line.Value(KnownOptions.Deployment) ?? config.Deployment,
            OvfEnvironment = line.Has(KnownOptions.OvfEnv) || config.OvfEnvironment,
            NumaNode = Number(line, KnownOptions.NumaNode) ?? config.NumaNode,
            Ignore = WithIgnored(config.Ignore, line),
            Adjust = WithAdjust(config.Adjust, line, folder),
            Parallel = line.Value(KnownOptions.Parallel) is { } parallel ? int.Parse(parallel) : config.Parallel,
            Vms = [.. config.Vms.Select(settings => Under(line, settings))],
        };
        RefuseKnobs(line, config.Engine);
        WriterChecks.Require(config);
        return config with
        {
            EngineOptions = config.EngineOptions with
            {
                Coroutines = Number(line, KnownOptions.Coroutines) ?? config.EngineOptions.Coroutines,
                Connections = Number(line, KnownOptions.Connections) ?? config.EngineOptions.Connections,
                Threads = Number(line, KnownOptions.Threads) ?? config.EngineOptions.Threads,
                Requests = Number(line, KnownOptions.Requests) ?? config.EngineOptions.Requests,
            },
        };
    }

    /// <summary><paramref name="settings"/> of the file without what <paramref name="line"/> decides for every VM.</summary>
    private static VmSettings Under(CommandLine line, VmSettings settings) => settings with
    {
        Mode = line.Has(KnownOptions.Mode) ? null : settings.Mode,
        Format = line.Has(KnownOptions.Format) ? null : settings.Format,
        FormatInFile = line.Has(KnownOptions.Format) ? settings.Format : null,
        Compression = line.Has(KnownOptions.Compress) ? null : settings.Compression,
        KeepNicNames = line.Has(KnownOptions.NicNames) ? null : settings.KeepNicNames,
        SkipExtra = line.Has(KnownOptions.SkipExtra) ? null : settings.SkipExtra,
        Adjust = line.Has(KnownOptions.Adjust) ? null : settings.Adjust,
        Networks = settings.Networks.Entries.Count == 0 ? settings.Networks : WithNetworks(settings.Networks, line),
    };

    private static int? Number(CommandLine line, Option option) => line.Value(option) is { } number ? int.Parse(number) : null;

    /// <summary>A knob of another engine, turned on the command line, is a mistake; in a file it waits for its engine.</summary>
    private static void RefuseKnobs(CommandLine line, EngineKind engine)
    {
        foreach (var (option, owner) in Knobs)
        {
            if (owner != engine && line.Has(option))
            {
                throw new V2KException(
                    $"only --engine={Choices.Engines.Word(owner)} supports this, and the engine is {Choices.Engines.Word(engine)}",
                    "Omit it, or choose that engine",
                    key: $"--{option.Name}");
            }
        }
    }

    /// <summary>
    /// The configuration file that counts, whether or not it is there; null for none. Datastores on the command line are enough: then only a file that
    /// was asked for, or lies here, is read.
    /// </summary>
    public static string? FileFor(CommandLine line, string folder)
    {
        if (line.Value(KnownOptions.Config) is { } asked)
        {
            return Path.GetFullPath(asked, folder);
        }

        var file = Repository.DefaultConfiguration(folder);
        return line.Values(KnownOptions.Datastore) is not [] && Path.GetDirectoryName(file) != folder ? null : file;
    }

    /// <summary>Whether a run has a configuration, right or wrong.</summary>
    public static bool IsThere(CommandLine line, string folder) => line.Values(KnownOptions.Datastore) is not [] || FileFor(line, folder) is not null;

    /// <summary>Which configuration a run takes, in one line.</summary>
    public static string Describe(CommandLine line, Config config)
    {
        var datastores = line.Values(KnownOptions.Datastore) is [] ? "" : "the datastores of the command line";
        return Printable.OneLine("Configuration: " + (config.IsFile ? config.File + (datastores.Length > 0 ? $", with {datastores}" : "") : datastores));
    }

    private static Config Base(CommandLine line, string folder)
    {
        if (FileFor(line, folder) is { } file)
        {
            var config = ConfigFile.Load(file);
            return Repository.IsOfPublishedSamples(config) && line.Values(KnownOptions.Datastore) is [] ? throw Missing(folder) : config;
        }

        return line.Values(KnownOptions.Datastore) is [] ? throw Missing(folder) : new Config { File = "the command line", Datastores = [], IsFile = false };
    }

    /// <summary>Samples are for who tries V2K in its clone: nobody else is to define them by mistake.</summary>
    private static V2KException Missing(string folder) => new(
        "there is no configuration",
        "Write one with --target=Init and a --datastore=NAME=PATH for each mounted datastore, or name another file with --config=FILE",
        Path.Combine(folder, ConfigFile.DefaultName));

    private static HashSet<string> WithIgnored(IReadOnlySet<string> ignored, CommandLine line)
    {
        var all = ignored.ToHashSet(StringComparer.Ordinal);
        foreach (var id in line.Values(KnownOptions.Ignore).SelectMany(ids => ids.Split(',', StringSplitOptions.TrimEntries)))
        {
            ConcernKinds.Require(id, file: null, $"--{KnownOptions.Ignore.Name}");
            all.Add(id);
        }

        return all;
    }

    private static AdjustOptions WithAdjust(AdjustOptions options, CommandLine line, string folder) => options with
    {
        Kind = line.Value(KnownOptions.Adjust) is { } kind ? Choices.AdjustKinds[kind] : options.Kind,
        Steps = Names(line, KnownOptions.Steps),
        SkipSteps = Names(line, KnownOptions.SkipSteps),
        Root = line.Value(KnownOptions.Root),
        Keys = [.. line.Values(KnownOptions.Key).Select(key => LuksKey.Parse(key, folder))],
        Initramfs = line.Value(KnownOptions.Initramfs) is { } way ? Choices.InitramfsWays[way] : options.Initramfs,
        NetworkReset = line.Value(KnownOptions.NetworkReset) is { } reset ? Choices.NetworkResets[reset] : options.NetworkReset,
        GuestAgent = line.Value(KnownOptions.GuestAgent) is { } agent ? Choices.GuestAgents[agent] : options.GuestAgent,
        SerialConsole = line.Has(KnownOptions.SerialConsole),
        NoFail = line.Has(KnownOptions.NoFail),
        LinuxOnly = [.. LinuxOnly(line)],
    };

    /// <summary>What is asked for by name, and virt-v2v, which adjusts Windows, has no counterpart of.</summary>
    private static IEnumerable<string> LinuxOnly(CommandLine line)
    {
        if (line.Value(KnownOptions.Adjust) is { } kind && Choices.AdjustKinds[kind] == AdjustKind.Native)
        {
            yield return $"--{KnownOptions.Adjust.Name}={kind}";
        }

        foreach (var option in NativeOptions.Where(line.Has))
        {
            yield return $"--{option.Name}";
        }
    }

    private static string[] Names(CommandLine line, Option option) =>
        [.. line.Values(option).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static NetworkMap WithNetworks(NetworkMap networks, CommandLine line)
    {
        var entries = new Dictionary<string, NetworkTarget>(networks.Entries, StringComparer.Ordinal);
        foreach (var text in line.Values(KnownOptions.Network))
        {
            var (which, target) = MappingOptions.ParseNetwork(text);
            entries[which] = target;
        }

        return new NetworkMap(entries);
    }
}
