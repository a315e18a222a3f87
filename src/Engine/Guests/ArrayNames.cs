using V2K.Engine.Guests.Appliance;

namespace V2K.Engine.Guests;

/// <summary>
/// What a guest calls its md(4) arrays: by their own name, which holds that of the machine (<c>web01:0</c> is <c>/dev/md0</c> and
/// <c>/dev/md/0</c>), and by mdadm.conf(5).
/// </summary>
internal static class ArrayNames
{
    private static readonly string[] Configurations = ["/etc/mdadm/mdadm.conf", "/etc/mdadm.conf"];
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The guest's names of the arrays that the appliance put together, each with the appliance's.</summary>
    internal static IReadOnlyDictionary<string, string> Of(GuestAppliance appliance)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var byUuid = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var device in appliance.Arrays)
        {
            var facts = appliance.ArrayFacts(device);
            if (facts.TryGetValue("uuid", out var uuid))
            {
                byUuid[uuid] = device;
            }

            if (facts.TryGetValue("name", out var full))
            {
                var name = full[(full.IndexOf(':', StringComparison.Ordinal) + 1)..];
                names["/dev/md/" + name] = device;
                names["/dev/md" + name] = device;
            }
        }

        foreach (var path in Configurations.Where(path => byUuid.Count > 0 && appliance.IsFile(path)))
        {
            foreach (var (name, uuid) in Configured(appliance.ReadText(path)))
            {
                if (byUuid.TryGetValue(uuid, out var device))
                {
                    names[name] = device;
                }
            }
        }

        return names;
    }

    /// <summary><c>ARRAY /dev/md0 metadata=1.2 UUID=…</c>, perhaps over several lines.</summary>
    internal static IEnumerable<(string Name, string Uuid)> Configured(string text)
    {
        var lines = text.Split('\n').Where(line => !line.AsSpan().TrimStart().StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal);
        return from words in joined.Split('\n').Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
               where words.Length > 2 && words[0].Equals("ARRAY", StringComparison.OrdinalIgnoreCase)
               let uuid = Array.Find(words, word => word.StartsWith("UUID=", StringComparison.OrdinalIgnoreCase))
               where uuid is not null
               select (words[1].StartsWith('/') ? words[1] : "/dev/md/" + words[1], uuid["UUID=".Length..]);
    }
}
