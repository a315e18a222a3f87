using System.Globalization;
using V2K.Engine.Datastores;
using V2K.Engine.Scheduling;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Reads <c>windows:</c>, <c>waves:</c> and <c>budgets:</c> of the configuration file.</summary>
internal static class ScheduleReader
{
    private const int HighestPriority = 1000;

    private const int HighestCapacity = 100_000;

    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"];

    private static readonly string[] OffsetInstants = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mmK"];

    /// <summary>A month: longer is a mistake.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>The entries of <paramref name="windows"/>, in the file's order.</summary>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static IReadOnlyList<CutOverWindow> ReadWindows(YamlSection windows) => [.. windows.Keys.Select(name =>
    {
        var section = windows.Section(name) ?? throw windows.Error(name, "has no from and to", "Write both, as in { from: \"22:00\", to: \"05:00\" }");
        var days = section.Choices("days", Choices.Days);
        var window = new CutOverWindow(name, ReadZone(section))
        {
            From = Time(section, "from"),
            To = Time(section, "to"),
            Lockout = Duration(section, "lockout") ?? TimeSpan.Zero,
            Capacity = section.Number("capacity", 1, HighestCapacity),
        };
        section.RefuseOthers();
        return window.Lockout < window.Length
            ? days.Count > 0 ? window with { Days = days.ToHashSet() } : window
            : throw section.Error(
                "lockout", $"{DurationText.Text(window.Lockout)} is no shorter than the window, which is open for {DurationText.Text(window.Length)}", "Shorten it");
    })];

    /// <summary>The entries of <c>waves:</c>, in the file's order.</summary>
    /// <param name="sections">The entries.</param>
    /// <param name="windows">Those of <c>windows:</c>.</param>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static IReadOnlyList<Wave> ReadWaves(IEnumerable<YamlSection> sections, IReadOnlyList<CutOverWindow> windows)
    {
        var waves = new List<Wave>();
        foreach (var section in sections)
        {
            var wave = new Wave(section.RequiredText("name"), section.Words("vms"), section.Words("except"), section.LineOf("name"))
            {
                Priority = section.Number("priority", 0, HighestPriority) ?? 0,
            };
            var cutOver = section.Section("cut-over");
            var precopy = section.Section("precopy");
            section.RefuseOthers();
            if (waves.Exists(other => other.Name.Equals(wave.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw section.Error("name", $"'{wave.Name}' is the name of two waves", "Give each its own name");
            }

            if (wave.Vms.Count == 0)
            {
                throw section.Error("vms", "names no VM", "List names or globs, as in vms: [\"web*\", db01]");
            }

            var read = cutOver is null ? null : ReadCutOver(cutOver, windows);
            var zone = windows.FirstOrDefault(window => window.Name == read?.Window)?.Zone ?? TimeZoneInfo.Local;
            waves.Add(wave with { CutOver = read, Precopy = precopy is null ? null : ReadPrecopy(precopy, zone) });
        }

        return waves;
    }

    /// <summary>What <paramref name="budgets"/> holds.</summary>
    /// <param name="budgets">The section.</param>
    /// <param name="datastores">The datastores that it may name, by their name or by the folder of their source or target.</param>
    /// <param name="folder">The folder of the file.</param>
    /// <exception cref="V2KException">A key is unknown, or has a value that it does not take.</exception>
    internal static Budgets ReadBudgets(YamlSection budgets, IReadOnlyList<Datastore> datastores, string folder)
    {
        var host = budgets.Section("host");
        var stores = budgets.Section("datastores");
        budgets.RefuseOthers();
        var read = new Budgets
        {
            Host = host is null ? new HostBudget() : new HostBudget
            {
                Disks = host.Number("disks", 1, Choices.MaximumParallel),
                Appliances = host.Number("appliances", 1, Choices.MaximumParallel),
                TestBoots = host.Number("test-boots", 1, Choices.MaximumParallel),
                BytesPerSecond = ReadRate(host),
            },
            Datastores = stores is null ? new Dictionary<string, DatastoreBudget>(StringComparer.Ordinal) : ReadDatastores(stores, datastores, folder),
        };
        host?.RefuseOthers();
        return read;
    }

    private static Dictionary<string, DatastoreBudget> ReadDatastores(YamlSection stores, IReadOnlyList<Datastore> datastores, string folder)
    {
        var read = new Dictionary<string, DatastoreBudget>(StringComparer.Ordinal);
        foreach (var key in stores.Keys)
        {
            // A name goes before a folder of that name.
            var path = Path.GetFullPath(key, folder);
            var datastore = datastores.FirstOrDefault(datastore => datastore.Name == key)
                ?? datastores.FirstOrDefault(datastore => IsFolder(datastore.Source, path) || IsFolder(datastore.Target, path))
                ?? throw stores.Error(key, "is no datastore of the configuration", Spelling.Remedy(key, [.. datastores.Select(datastore => datastore.Name), .. datastores.Select(datastore => datastore.Target)]));
            var section = stores.Section(key);
            var budget = new DatastoreBudget
            {
                Read = section?.Number("read", 1, Choices.MaximumParallel),
                Write = section?.Number("write", 1, Choices.MaximumParallel),
            };
            section?.RefuseOthers();
            var known = read.GetValueOrDefault(datastore.Name) ?? new DatastoreBudget();
            if ((known.Read is not null && budget.Read is not null) || (known.Write is not null && budget.Write is not null))
            {
                throw stores.Error(key, $"gives datastore '{datastore.Name}' a second budget", "Keep the one you mean");
            }

            read[datastore.Name] = new DatastoreBudget { Read = known.Read ?? budget.Read, Write = known.Write ?? budget.Write };
        }

        return read;
    }

    private static bool IsFolder(string folder, string path) => Path.TrimEndingDirectorySeparator(folder) == Path.TrimEndingDirectorySeparator(path);

    private static WaveCutOver ReadCutOver(YamlSection section, IReadOnlyList<CutOverWindow> windows)
    {
        var window = section.Text("window");
        var read = new WaveCutOver(window, section.Words("order"), Duration(section, "soak") ?? TimeSpan.Zero);
        section.RefuseOthers();
        if (window is not null && !windows.Any(known => known.Name == window))
        {
            throw section.Error(
                "window",
                windows.Count == 0 ? $"'{window}' is no window: the configuration has none" : $"'{window}' is no window of the configuration",
                windows.Count == 0 ? "Write windows:" : Spelling.Remedy(window, [.. windows.Select(known => known.Name)]));
        }

        return read.Soak > TimeSpan.Zero && read.Order.Count < 2
            ? throw section.Error("soak", "is the time between the entries of order:, of which there are not two", "Write order: with the VMs that go first, or remove soak:")
            : read;
    }

    private static WavePrecopy ReadPrecopy(YamlSection section, TimeZoneInfo zone)
    {
        var from = section.Text("from") is { } text
            ? ParseInstant(text, zone) ?? throw section.Error("from", $"'{text}' is no date and time", "Write it as 2026-12-01T20:00, in the time zone of the wave's window, or with an offset: 2026-12-01T20:00+01:00")
            : (DateTimeOffset?)null;
        var every = Duration(section, "every");
        section.RefuseOthers();
        return every == TimeSpan.Zero
            ? throw section.Error("every", "must be longer than nothing", "Write the time from one copy to the next, as in 6h; without it, each VM is copied ahead once")
            : new WavePrecopy(from, every);
    }

    /// <summary>A local time of <paramref name="zone"/>, or one with an offset. Times that clocks show twice mean the second.</summary>
    private static DateTimeOffset? ParseInstant(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? WallClock.Last(local, zone)
        : DateTimeOffset.TryParseExact(text, OffsetInstants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant.ToUniversalTime()
        : null;

    private static long? ReadRate(YamlSection host) => host.Text("bandwidth") is { } text
        ? DurationText.ParseRate(text) is { } rate and > 0
            ? rate
            : throw host.Error("bandwidth", $"'{text}' is no rate", $"Write a whole number and one of {string.Join(", ", DurationText.RateUnits)}, as in 400 MiB/s")
        : null;

    private static TimeSpan? Duration(YamlSection section, string key) => section.Text(key) is { } text
        ? DurationText.Parse(text) is { } time && time <= Longest
            ? time
            : throw section.Error(key, $"'{text}' is no time of at most 31 days", "Write whole numbers with d, h, m or s, as in 45m or 1h30m")
        : null;

    /// <summary>The time of day of <paramref name="key"/>; the end of a day may be spelt <c>24:00</c>.</summary>
    private static TimeOnly Time(YamlSection section, string key)
    {
        var text = section.RequiredText(key);
        return DurationText.ParseTime(key == "to" && text == "24:00" ? "00:00" : text)
            ?? throw section.Error(key, $"'{text}' is no time of day", "Write hours and minutes, as in \"22:00\"");
    }

    /// <summary>The time zone of a window; this host's where the file gives none.</summary>
    private static TimeZoneInfo ReadZone(YamlSection section)
    {
        if (section.Text("zone") is not { } id)
        {
            return TimeZoneInfo.Local;
        }

        // The name is that of a file of the system's time zones: nothing else is looked for.
        if (!id.StartsWith('/') && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '+' or '-')
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        List<string> known = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)];
        throw section.Error(
            "zone",
            $"'{id}' is no time zone that this host knows",
            known.Count < 2 ? "Install the time zones: the package tzdata" : Spelling.Nearest(id, known) is { } nearest ? $"Did you mean '{nearest}'?" : "Write an IANA name, such as Europe/Berlin");
    }
}
