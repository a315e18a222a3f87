using System.Text;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration.Writing;

/// <summary>
/// The <c>v2k.yaml</c> for surveyed datastores. It runs as it is: a network without an entry goes to libvirt's network "default", with a warning. The rest
/// is a worksheet: each network that VMs are plugged into is a comment that becomes an entry when its # is taken away.
/// </summary>
public static class ConfigurationText
{
    /// <summary>What VMs name may be anything: the file stays well below <see cref="ConfigFile.MaximumBytes"/>.</summary>
    private const int Budget = ConfigFile.MaximumBytes / 2;

    private const int MaximumPaths = 100;

    /// <summary>Longer names are none that VMware gives.</summary>
    private const int MaximumName = 255;

    /// <summary>The text of the file.</summary>
    /// <param name="survey">What the datastores' files say.</param>
    /// <param name="networks">What is known already of what networks become.</param>
    /// <param name="connect">The libvirt connection URI.</param>
    /// <param name="virtType">Hardware virtualisation or emulation.</param>
    public static string Of(DatastoreSurvey survey, NetworkMap networks, string connect, VirtType virtType)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(networks);
        var text = new StringBuilder();
        text.Append("# Written by v2k --target=Init. You can edit everything: the README lists every key. Init does not overwrite this file.\n");
        text.Append("datastores:\n");
        for (var i = 0; i < survey.Datastores.Count; i++)
        {
            var datastore = survey.Datastores[i];
            Line(text, $"  - name: {YamlText.Quote(datastore.Name)}", Count(survey.Vms[i], "VM"));
            if (datastore.Vmfs is not [])
            {
                Line(text, $"    vmfs: {YamlText.List(datastore.Vmfs.Take(MaximumPaths))}", "the path as .vmx files write it");
            }

            Line(text, $"    source: {YamlText.Quote(datastore.Source)}", "the folder where it is mounted; V2K never writes there");
            Line(text, $"    target: {YamlText.Quote(datastore.Target)}", "where results go: it needs space, and QEMU's user needs access");
        }

        foreach (var (volume, files, example) in survey.Strangers.Take(MaximumPaths))
        {
            text.Append($"  # Not given: {Printable.Excerpt(volume)}, which {Count(files, "file")} name{(files == 1 ? "s" : "")}, such as {Printable.Excerpt(example)}\n");
        }

        text.Append($"libvirt: {{ connect: {YamlText.Quote(connect)}, virt-type: {Choices.VirtTypes.Word(virtType)} }}\n");
        Networks(text, survey.Networks, networks);
        return text.ToString();
    }

    private static void Networks(StringBuilder text, IReadOnlyList<SurveyedNetwork> found, NetworkMap networks)
    {
        text.Append("networks: # VMware's networks: remove the # of a line and set what the network becomes on this host, such as { bridge: br0 } or { network: default }\n");
        var entries = new HashSet<string>(networks.Entries.Keys, StringComparer.Ordinal);
        var left = 0;
        foreach (var network in found)
        {
            var about = $"{Count(network.Vms, "VM")}, such as {Printable.Excerpt(network.Example)}" + (network.Network.IsIsolated ? "; isolated in VMware" : "");
            if (entries.Remove(network.Key))
            {
                Line(text, $"  {YamlText.Quote(network.Key)}: {YamlText.Map(networks.Entries[network.Key])}", about);
            }
            else if (network.Key.Length > MaximumName || text.Length > Budget)
            {
                left++;
            }
            else
            {
                Line(text, $"  # {YamlText.Quote(network.Key)}: {{ {(network.Network.IsIsolated ? "network: isolated" : "network: default")} }}", about);
            }
        }

        foreach (var key in entries.Order(StringComparer.Ordinal))
        {
            text.Append($"  {YamlText.Quote(key)}: {YamlText.Map(networks.Entries[key])}\n");
        }

        if (left > 0)
        {
            text.Append($"  # {left} more networks are not listed\n");
        }
    }

    private static void Line(StringBuilder text, string entry, string comment) => text.Append(entry).Append("   # ").Append(comment).Append('\n');

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
