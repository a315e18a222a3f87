using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Which VMs the waves of a configuration mean.</summary>
/// <param name="Members">Each wave with its VMs, both in the order of the configuration and of the datastores.</param>
/// <param name="Missing">Names without a glob that mean no VM of the datastores, or in <c>order:</c> none of the wave: its files may have been removed since.</param>
public sealed record WaveRoster(IReadOnlyList<(Wave Wave, IReadOnlyList<VirtualMachine> Vms)> Members, IReadOnlyList<V2KException> Missing)
{
    /// <summary>Finds the VMs of the waves of <paramref name="config"/> among <paramref name="all"/>.</summary>
    /// <exception cref="V2KException">A VM is in two waves, or a name without a glob means several VMs.</exception>
    public static WaveRoster Of(Config config, IReadOnlyList<VirtualMachine> all)
    {
        ArgumentNullException.ThrowIfNull(config);
        var missing = new List<V2KException>();
        List<(Wave Wave, IReadOnlyList<VirtualMachine> Vms)> members = [.. config.Waves.Select(wave => (wave, MembersOf(wave, config, all, missing)))];
        foreach (var shared in members.SelectMany(member => member.Vms.Select(vm => (member.Wave, Vm: vm))).GroupBy(item => item.Vm).Where(item => item.Count() > 1))
        {
            var waves = shared.Select(item => item.Wave).ToList();
            throw new V2KException(
                $"{shared.Key.Id} is in the waves {string.Join(" and ", waves.Select(wave => $"'{wave.Name}'"))}",
                "Leave it in one of them; except: removes it from the matches of a glob",
                config.File,
                waves[1].Line,
                "waves");
        }

        return new WaveRoster(members, missing);
    }

    /// <summary>The VMs of the wave <paramref name="name"/>, in whatever case.</summary>
    /// <exception cref="V2KException">There is no such wave.</exception>
    public IReadOnlyList<VirtualMachine> Find(string name) =>
        Members.FirstOrDefault(member => member.Wave.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Wave: not null } found
            ? found.Vms
            : throw new V2KException(
                Members is [] ? "the configuration has no waves" : $"'{name}' is not a wave of the configuration",
                Members is [] ? "Write waves: in v2k.yaml, or choose with --vm" : Spelling.Remedy(name, [.. Members.Select(member => member.Wave.Name)]),
                key: "--wave");

    private static IReadOnlyList<VirtualMachine> MembersOf(Wave wave, Config config, IReadOnlyList<VirtualMachine> all, List<V2KException> missing)
    {
        var chosen = new HashSet<VirtualMachine>();
        foreach (var name in wave.Vms)
        {
            var matches = Matches(name, wave, config, all);
            if (matches is [] && !VmSelection.IsGlob(name))
            {
                missing.Add(new V2KException(
                    $"wave '{wave.Name}': no VM of the datastores is called '{Printable.OneLine(name)}'",
                    VmSelection.Remedy(all, name),
                    config.File,
                    wave.Line,
                    "waves"));
            }

            chosen.UnionWith(matches);
        }

        chosen.ExceptWith(wave.Except.SelectMany(name => Matches(name, wave, config, all)));
        missing.AddRange((wave.CutOver?.Order ?? [])
            .Where(name => !VmSelection.IsGlob(name) && !Matches(name, wave, config, all).Any(chosen.Contains))
            .Select(name => new V2KException(
                $"wave '{wave.Name}': '{Printable.OneLine(name)}' in order: is no VM of the wave",
                chosen.Count == 0 ? "Write what vms: of the wave means" : VmSelection.Remedy([.. chosen], name),
                config.File,
                wave.Line,
                "waves")));
        return [.. all.Where(chosen.Contains)];
    }

    private static IReadOnlyList<VirtualMachine> Matches(string name, Wave wave, Config config, IReadOnlyList<VirtualMachine> all)
    {
        var matches = VmSelection.Matches(all, name);
        return matches.Count < 2 || VmSelection.IsGlob(name)
            ? matches
            : throw new V2KException(
                $"wave '{wave.Name}': {matches.Count} VMs have the name '{name}': {VmSelection.List(matches)}",
                $"Name one of them in full, such as '{matches[0].Id}'",
                config.File,
                wave.Line,
                "waves");
    }
}
