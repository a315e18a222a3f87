namespace V2K.Engine.Scheduling;

/// <summary>The places that are left on hosts and datastores.</summary>
internal sealed class Resources
{
    private readonly IReadOnlyList<HostState> _hosts;
    private readonly IReadOnlyDictionary<string, DatastoreBudget> _budgets;
    private readonly Dictionary<string, Use> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _writes = new(StringComparer.Ordinal);

    /// <summary>What is left when all that runs has its places, on hosts that do not answer as well.</summary>
    internal Resources(SchedulePlan plan, PlanProgress progress, IReadOnlyList<HostState> hosts)
    {
        _budgets = plan.Datastores;
        _hosts = [.. hosts.OrderBy(host => host.Name, StringComparer.Ordinal)];
        foreach (var host in _hosts)
        {
            _used[host.Name] = new Use();
        }

        for (var index = 0; index < plan.Items.Count; index++)
        {
            if (progress.States[index] is { Phase: WorkPhase.Running } running)
            {
                Take(plan.Items[index], running.Host ?? "");
            }
        }
    }

    /// <summary>Why there is no place for <paramref name="item"/>; null where there is one, on <paramref name="host"/>.</summary>
    internal WaitReason? WhyNot(WorkItem item, out string? host)
    {
        host = null;
        if (IsFull(item.Reads, _reads, budget => budget.Read))
        {
            return new WaitReason(WaitKind.DatastoreRead, item.Reads);
        }

        if (IsFull(item.Writes, _writes, budget => budget.Write))
        {
            return new WaitReason(WaitKind.DatastoreWrite, item.Writes);
        }

        var isAnyUp = false;
        var most = 0;
        foreach (var candidate in _hosts)
        {
            if (candidate.IsUp && (item.Host is null || item.Host == candidate.Name))
            {
                isAnyUp = true;
                var left = _used[candidate.Name].Left(item.Kind, candidate.Limits);
                (host, most) = left > most ? (candidate.Name, left) : (host, most);
            }
        }

        return host is not null ? null : isAnyUp ? new WaitReason(WaitKind.HostBusy, Plural(item.Kind)) : new WaitReason(WaitKind.NoHost, item.Host);
    }

    /// <summary>Gives <paramref name="item"/> its places.</summary>
    internal void Take(WorkItem item, string host)
    {
        if (_used.TryGetValue(host, out var use))
        {
            use.Add(item.Kind);
        }

        Count(item.Reads, _reads);
        Count(item.Writes, _writes);
    }

    private static string Plural(WorkKind kind) => kind switch
    {
        WorkKind.Adjust => "adjustments",
        WorkKind.TestBoot => "test boots",
        _ => "disks",
    };

    private static void Count(string? datastore, Dictionary<string, int> counts)
    {
        if (datastore is not null)
        {
            counts[datastore] = counts.GetValueOrDefault(datastore) + 1;
        }
    }

    private bool IsFull(string? datastore, Dictionary<string, int> counts, Func<DatastoreBudget, int?> limit) =>
        datastore is not null && _budgets.TryGetValue(datastore, out var budget) && counts.GetValueOrDefault(datastore) >= limit(budget);

    /// <summary>What a host does.</summary>
    private sealed class Use
    {
        private int _disks;
        private int _appliances;
        private int _testBoots;

        internal void Add(WorkKind kind)
        {
            _disks += kind is WorkKind.Precopy or WorkKind.Copy ? 1 : 0;
            _appliances += kind is WorkKind.Adjust ? 1 : 0;
            _testBoots += kind is WorkKind.TestBoot ? 1 : 0;
        }

        /// <summary>How many more items of <paramref name="kind"/> there is place for. A cut-over takes none: what is done in it does.</summary>
        internal int Left(WorkKind kind, HostLimits limits) => kind switch
        {
            WorkKind.Adjust => Math.Min(limits.Appliances - _appliances, limits.Guests - _appliances - _testBoots),
            WorkKind.TestBoot => Math.Min(limits.TestBoots - _testBoots, limits.Guests - _appliances - _testBoots),
            WorkKind.CutOver => int.MaxValue,
            _ => limits.Disks - _disks,
        };
    }
}
