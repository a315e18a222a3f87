using V2K.Rules.Network;

namespace V2K.Engine.Configuration.Writing;

/// <summary>A network that VMs are plugged into.</summary>
/// <param name="Key">Its key under <c>networks:</c>: its name, or <c>type:</c> and its kind.</param>
/// <param name="Network">As the first VM describes it.</param>
/// <param name="Vms">How many VMs are plugged into it.</param>
/// <param name="Example">The display name of one.</param>
public sealed record SurveyedNetwork(string Key, SourceNetwork Network, int Vms, string Example)
{
    /// <summary>Counts the networks of <paramref name="vms"/>, each with its display name; the network with the most VMs first.</summary>
    internal static IReadOnlyList<SurveyedNetwork> Count(IEnumerable<(string Name, IReadOnlyList<SourceNetwork> Networks)> vms) =>
    [
        .. vms.SelectMany(vm => vm.Networks.DistinctBy(KeyOf, StringComparer.Ordinal).Select(network => (vm.Name, Network: network)))
            .GroupBy(plugged => KeyOf(plugged.Network), StringComparer.Ordinal)
            .Select(same => new SurveyedNetwork(same.Key, same.First().Network, same.Count(), same.First().Name))
            .OrderByDescending(network => network.Vms)
            .ThenBy(network => network.Key, StringComparer.Ordinal),
    ];

    private static string KeyOf(SourceNetwork network) => network.Name ?? network.Switch ?? "type:" + network.Type;
}
