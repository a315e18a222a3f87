using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Inventory;
using V2K.Engine.Tests.Estates;

namespace V2K.Engine.Tests.Concerns;

public sealed class SeededConcernsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_seeded_concern_is_found_and_no_other()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 10 * (Seeds.All.Count + 1));

        var found = Read(estate).SelectMany(vm => vm.Concerns.Select(concern => (vm.Id, concern.Id))).ToHashSet();

        Assert.Empty(estate.Seeded.Except(found));
        Assert.Empty(found.Except(estate.Seeded));
    }

    [Fact]
    public void Every_kind_of_concern_is_seeded_but_for_those_that_say_why_not()
    {
        // What is at the target is no matter of the datastores; a disk that forgets and old virtio drivers are notes; the estate has no entry for all networks; exports have
        // tests of their own.
        var elsewhere = ConcernKinds.InOrder.Where(kind => kind.Source is ConcernSource.Target or ConcernSource.Export)
            .Append(ConcernKinds.NonPersistentDisk).Append(ConcernKinds.LegacyVirtio).Append(ConcernKinds.IsolatedNetwork).Select(kind => kind.Id);

        Assert.Equal(
            ConcernKinds.InOrder.Select(kind => kind.Id).Except(elsewhere).Order(StringComparer.Ordinal),
            Seeds.All.Select(seed => seed.Concern).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_concern_says_what_it_is_what_it_changes_and_what_to_do()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 10 * (Seeds.All.Count + 1));
        var kinds = ConcernKinds.InOrder.ToDictionary(kind => kind.Id, StringComparer.Ordinal);

        Assert.All(Read(estate).SelectMany(vm => vm.Concerns), concern =>
        {
            Assert.NotEqual("", concern.What);
            Assert.NotEqual("", concern.Changes);
            Assert.NotEqual("", concern.Remedy);
            Assert.Equal(kinds[concern.Id].Severity.ToString().ToLowerInvariant(), concern.Severity, ignoreCase: true);
        });
    }

    private static IReadOnlyList<VmSummary> Read(SyntheticEstate estate)
    {
        var config = ConfigFile.Load(estate.ConfigFile);
        return InventoryReader.Read(
            VmCatalog.Scan(config.Datastores).Vms, config, new DatastorePaths(config.Datastores, config.File));
    }
}
