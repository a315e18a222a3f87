using V2K.Engine.Datastores;
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
    private const int MaximumBytes = 1 << 20;

    /// <summary>Reads and checks the file at the full path <paramref name="path"/>.</summary>
    /// <exception cref="V2KException">
    /// The file is missing, is no YAML, has an unknown key, or a value that its key does not take.
    /// </exception>
    public static Config Load(string path)
    {
        var root = new YamlSection(path, Parse(path, ReadText(path)), "the configuration");
        var defaults = new Config { File = path, Datastores = ReadDatastores(root, Path.GetDirectoryName(path)!) };
        var libvirt = root.Section("libvirt");
        var config = defaults with
        {
            Networks = root.Section("networks") is { } networks ? ReadNetworks(networks) : defaults.Networks,
            Site = root.Text("site"),
            Templates = root.Text("templates") is { } folder ? Path.GetFullPath(folder, Path.GetDirectoryName(path)!) : null,
            Connect = libvirt?.Text("connect") ?? defaults.Connect,
            VirtType = libvirt?.Choice("virt-type", Choices.VirtTypes) ?? defaults.VirtType,
            Mode = root.Choice("mode", Choices.Modes) ?? defaults.Mode,
            Format = root.Choice("format", Choices.Formats) ?? defaults.Format,
            Engine = root.Choice("engine", Choices.Engines) ?? defaults.Engine,
            Parallel = root.Number("parallel", 1, Choices.MaximumParallel) ?? defaults.Parallel,
        };
        libvirt?.RefuseOthers();
        root.RefuseOthers();
        return config;
    }

    private static string ReadText(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > MaximumBytes
                ? throw new V2KException(
                    $"is {file.Length} bytes long, which no configuration is", "Name the right file with --config=FILE", path)
                : File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new V2KException(
                "there is no such configuration file",
                "Write one (the README shows the few lines that are enough), or name it with --config=FILE",
                path,
                cause: cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException(
                $"cannot be read: {cause.Message}", "Mend that, or name another file with --config=FILE", path, cause: cause);
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
                $"is no valid YAML: {cause.Message}", "Mend that line", path, (int)cause.Start.Line, cause: cause);
        }
    }

    private static List<Datastore> ReadDatastores(YamlSection root, string folder)
    {
        var datastores = new List<Datastore>();
        foreach (var section in root.Sections("datastores"))
        {
            var name = section.RequiredText("name");
            var vmfs = section.Words("vmfs");
            var source = Path.GetFullPath(section.RequiredText("source"), folder);
            var target = Path.GetFullPath(section.RequiredText("target"), folder);
            section.RefuseOthers();
            if (datastores.Exists(other => other.Name == name))
            {
                throw section.Error("name", $"'{name}' names a second datastore", "Give each its own name");
            }

            if (DatastorePaths.IsInside(target, source))
            {
                throw section.Error(
                    "target", $"{target} lies in the source {source}, where V2K never writes", "Choose a folder outside it");
            }

            datastores.Add(new Datastore(name, vmfs.Count > 0 ? vmfs : ["/vmfs/volumes/" + name], source, target));
        }

        return datastores.Count > 0
            ? datastores
            : throw root.Error("datastores", "names no datastore", "Add one with name, source and target; see the README");
    }

    private static NetworkMap ReadNetworks(YamlSection networks)
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
            if (new[] { target.Network, target.Bridge, target.Direct }.Count(kind => kind is not null) != 1)
            {
                throw networks.Error(name, "must have exactly one of network, bridge and direct", "Keep the one you mean");
            }

            entries.Add(name, target);
        }

        return new NetworkMap(entries);
    }
}
