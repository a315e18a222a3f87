using V2K.Generators.Model;
using V2K.Rules.Translation;

namespace V2K.Generators.Planning;

/// <summary>
/// Everything the emitter needs, worked out from the models alone: which keys there are and where they are kept, in
/// which order targets are filled and who competes for them. The same models always make the same plan.
/// </summary>
internal sealed class TranslationPlan
{
    private readonly Dictionary<string, KeyPlan> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupPlan> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<RuleModel, int> _ids = [];
    private readonly List<string> _sites;

    private TranslationPlan(IEnumerable<RuleModel> rules, IEnumerable<DeclarationModel> declarations)
    {
        Rules = [.. rules.OrderBy(rule => rule.Site ?? "", StringComparer.Ordinal).ThenBy(rule => rule.Class, StringComparer.Ordinal)];
        DeclarationModel[] sorted = [.. declarations
            .OrderBy(declaration => declaration.Key, StringComparer.OrdinalIgnoreCase)
            .ThenBy(declaration => declaration.Site ?? "", StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Class, StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Order)];
        Ignored = [.. sorted.Where(declaration => !declaration.IsConcern)];
        Concerns = [.. sorted.Where(declaration => declaration.IsConcern)];
        Secrets = new SortedDictionary<string, (string Key, bool IsSecret)>(
            sorted.Select(declaration => (declaration.Key, declaration.IsSecret))
                .Concat(Rules.SelectMany(rule => rule.Parameters)
                    .Where(parameter => parameter.Source == ParameterSource.Vmx)
                    .Select(parameter => (parameter.Key, parameter.IsSecret)))
                .Where(said => said.IsSecret is not null)
                .GroupBy(said => said.Key.ToLowerInvariant(), StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => (group.First().Key, group.Any(said => said.IsSecret == true)), StringComparer.Ordinal),
            StringComparer.Ordinal);
        _sites = [.. Rules.Select(rule => rule.Site)
            .Concat(sorted.Select(declaration => declaration.Site))
            .OfType<string>().Distinct(StringComparer.Ordinal).OrderBy(site => site, StringComparer.Ordinal)];
        Targets = TargetOrder.Sort(Rules, out var circle);
        Circle = circle;
    }

    /// <summary>The rules in the catalogue's order: a rule's number is its place here.</summary>
    public IReadOnlyList<RuleModel> Rules { get; }

    /// <summary>The keys left out on purpose, in the catalogue's order.</summary>
    public IReadOnlyList<DeclarationModel> Ignored { get; }

    /// <summary>The concerns, in the catalogue's order: those about one key stand together.</summary>
    public IReadOnlyList<DeclarationModel> Concerns { get; }

    /// <summary>Of which keys something says whether they hold secrets, by pattern in lower case. Where two differ, they do.</summary>
    public IReadOnlyDictionary<string, (string Key, bool IsSecret)> Secrets { get; }

    /// <summary>The sites, sorted: a site's number is its place here, from 1.</summary>
    public IReadOnlyList<string> Sites => _sites;

    /// <summary>The targets in the order they are filled.</summary>
    public IReadOnlyList<TargetPlan> Targets { get; }

    /// <summary>Targets that wait for each other, in the order of waiting; empty as it should be.</summary>
    public IReadOnlyList<string> Circle { get; }

    /// <summary>The key patterns in the order of their numbers.</summary>
    public IReadOnlyList<KeyPlan> Keys { get; private set; } = [];

    /// <summary>How many slots there are.</summary>
    public int Slots { get; private set; }

    /// <summary>How many instance bits there are.</summary>
    public int Bits { get; private set; }

    /// <summary>Plans the translator.</summary>
    public static TranslationPlan Make(IEnumerable<RuleModel> rules, IEnumerable<DeclarationModel> declarations)
    {
        var plan = new TranslationPlan(rules, declarations);
        plan.Number();
        plan.BindRules();
        plan.BindDeclarations();
        plan.Allocate();
        return plan;
    }

    /// <summary>A rule's number.</summary>
    public int IdOf(RuleModel rule) => _ids[rule];

    /// <summary>A site's number, from 1.</summary>
    public int IdOf(string site) => _sites.IndexOf(site) + 1;

    /// <summary>The plan of a target; null where no rule fills it.</summary>
    public TargetPlan? Find(string target) => Targets.FirstOrDefault(plan => plan.Target.FullName == target);

    /// <summary>The built-in rule that a site's rule competes with; null where it has the field to itself.</summary>
    public RuleModel? BuiltInFor(RuleModel rule) => Find(rule.Target.FullName)?.Contributions
        .FirstOrDefault(contribution => contribution.Candidates.Contains(rule))
        ?.Candidates.Find(candidate => candidate.Site is null);

    /// <summary>The group of a pattern.</summary>
    public GroupPlan Group(GroupModel group) => _groups[group.Pattern.ToLowerInvariant()];

    /// <summary>The pattern that a parameter reads, with the numbers that a whole key spells out.</summary>
    public KeyPlan KeyOf(string key, out int first, out int second)
    {
        string lower = key.ToLowerInvariant();
        first = second = 0;
        if (FindSpelledOut(lower, out first, out second) is { } wider)
        {
            return wider;
        }

        return _keys[lower];
    }

    /// <summary>
    /// Whether the keys of a pattern hold secrets: as the declaration that says the most about them has it; null where none speaks of it.
    /// </summary>
    public bool? IsSecret(string key)
    {
        int heaviest = 0;
        bool? answer = null;
        foreach (var entry in Secrets)
        {
            int weight = Secrecy.Weight(key.AsSpan(), entry.Key);
            if (weight > heaviest)
            {
                heaviest = weight;
                answer = entry.Value.IsSecret;
            }
        }

        return answer;
    }

    private void Number()
    {
        for (int i = 0; i < Rules.Count; i++)
        {
            _ids[Rules[i]] = i;
        }
    }

    private void BindRules()
    {
        foreach (RuleModel rule in Rules)
        {
            if (rule.ForEach is { } group)
            {
                string lower = group.Pattern.ToLowerInvariant();
                if (_groups.TryGetValue(lower, out GroupPlan? known))
                {
                    known.Widen(group);
                }
                else
                {
                    _groups.Add(lower, new GroupPlan(group));
                }
            }

            foreach (ParameterModel parameter in rule.Parameters.Where(p => p.Source == ParameterSource.Vmx))
            {
                KeyPlan key = Know(parameter.Key, rule.Site);
                key.IsBound = true;
                key.Widen(rule.ForEach);
            }
        }

        // A whole key such as scsi0:0.present shares the slots of scsi#:#.present where a rule loops over those.
        foreach (KeyPlan key in _keys.Values.Where(key => key.Numbers == 0).ToArray())
        {
            if (FindSpelledOut(key.Lower, out _, out _) is { } wider)
            {
                wider.IsBuiltIn |= key.IsBuiltIn;
                wider.Sites.UnionWith(key.Sites);
                _keys.Remove(key.Lower);
            }
        }
    }

    private void BindDeclarations()
    {
        for (int i = 0; i < Ignored.Count; i++)
        {
            Know(Ignored[i].Key, Ignored[i].Site).Ignored.Add(i);
        }

        for (int i = 0; i < Concerns.Count; i++)
        {
            Know(Concerns[i].Key, Concerns[i].Site).Concerns.Add(i);
        }
    }

    private void Allocate()
    {
        Keys = [.. _keys.Values.OrderBy(key => key.Lower, StringComparer.Ordinal)];
        for (var i = 0; i < Keys.Count; i++)
        {
            var key = Keys[i];
            key.Id = i;
            if (key.IsBound)
            {
                key.Slot = Slots;
                Slots += key.Slots;
            }
        }

        foreach (var group in _groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var prefix = group.Key + ".";
            foreach (var key in Keys.Where(key => key.IsBound && key.Lower.StartsWith(prefix, StringComparison.Ordinal)))
            {
                key.Group = group.Value;
                group.Value.Widen(key.Range!);
            }

            group.Value.Bit = Bits;
            Bits += group.Value.Bits;
        }
    }

    private KeyPlan Know(string text, string? site)
    {
        string lower = text.ToLowerInvariant();
        if (!_keys.TryGetValue(lower, out KeyPlan? key))
        {
            key = new KeyPlan(text);
            _keys.Add(lower, key);
        }

        if (site is null)
        {
            key.IsBuiltIn = true;
        }
        else
        {
            key.Sites.Add(site);
        }

        return key;
    }

    private KeyPlan? FindSpelledOut(string lower, out int first, out int second)
    {
        first = second = 0;
        foreach (KeyPlan wider in _keys.Values)
        {
            if (wider.IsBound && wider.Range is { } range && wider.Lower != lower
                && KeyShape.Matches(lower.AsSpan(), wider.Lower, out first, out second)
                && first >= range.First && first <= range.Last
                && (wider.Numbers < 2 || (second >= range.FirstUnit && second <= range.LastUnit)))
            {
                return wider;
            }
        }

        first = second = 0;
        return null;
    }
}
