using System.Text;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>A property of a ProductSection: what somebody enters when the VM is deployed, and the guest reads.</summary>
/// <param name="Key">Its full key: <c>class.key.instance</c>.</param>
/// <param name="Value">The value in the chosen deployment option; empty where the description has none.</param>
/// <param name="Element">Property.</param>
internal sealed record OvfProperty(string Key, string Value, OvfElement Element);

/// <summary>The properties that a VM sees: its own, and those of the collections around it. They may stand for values elsewhere: <c>capacity="${disk.size}"</c>.</summary>
internal sealed class OvfProperties
{
    /// <summary>The longest value that comes of putting properties into each other, in characters.</summary>
    private const int MaximumLength = 64 << 10;

    /// <summary>What all values together come to by that, in characters.</summary>
    private const int MaximumTotal = 1 << 20;

    /// <summary>How often properties may refer to others, all in all.</summary>
    private const int MaximumSteps = 10_000;

    private readonly OrderedDictionary<string, OvfProperty> _all = new(StringComparer.Ordinal);
    private readonly string _path;
    private int _steps;
    private int _total;

    /// <summary>Reads the properties of <paramref name="system"/>.</summary>
    internal OvfProperties(OvfSystem system, OvfDeployment deployment, string path)
    {
        _path = path;
        foreach (var section in system.Collections.Prepend(system.Element).SelectMany(element => element.All("ProductSection")))
        {
            section.Read();
            var (first, last) = (section.Get("class"), section.Get("instance"));
            foreach (var element in section.All("Property"))
            {
                if (!deployment.Includes(element))
                {
                    element.LeaveOut($"it is for the deployment option {element.Find("configuration")!.Text} only");
                }
                else if (element.Get("key") is { } key)
                {
                    var full = string.Join('.', new[] { first, key, last }.OfType<string>());
                    _all.TryAdd(full, new OvfProperty(full, ValueOf(element, deployment), element));
                }
            }
        }
    }

    /// <summary>All of them, in the order of the description.</summary>
    internal IReadOnlyList<OvfProperty> All => [.. _all.Values];

    /// <summary>Puts values in for the properties that <paramref name="text"/> names.</summary>
    /// <exception cref="V2KException">A property is not there, refers to itself, or the text becomes too long.</exception>
    internal string Resolve(string text, OvfPart at) => Resolve(text, at, keepsUnknown: false, []);

    /// <summary>
    /// The value of <paramref name="property"/> for the guest, with those of the properties that it names. A name that is no property, or leads back to
    /// itself, stays as it is: it may be a variable of a shell, or of a template.
    /// </summary>
    /// <exception cref="V2KException">The text becomes too long.</exception>
    internal string Fill(OvfProperty property) => Resolve(property.Value, property.Element, keepsUnknown: true, [property.Key]);

    private string Resolve(string text, OvfPart at, bool keepsUnknown, List<string> within)
    {
        var start = text.IndexOf("${", StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var result = new StringBuilder();
        var rest = 0;
        for (; start >= 0 && text.IndexOf('}', start) is > 0 and var end; start = text.IndexOf("${", rest, StringComparison.Ordinal))
        {
            var name = text[(start + 2)..end];
            if (++_steps > MaximumSteps)
            {
                throw Fault("the properties refer to each other too often", at);
            }

            var isCircle = within.Contains(name);
            if (isCircle && !keepsUnknown)
            {
                throw Fault($"the property '{Printable.Excerpt(name)}' refers to itself: {Printable.Excerpt(string.Join(" → ", within.Append(name)))}", at);
            }

            var value = !isCircle && _all.TryGetValue(name, out var property) ? Resolve(property.Value, at, keepsUnknown, [.. within, name])
                : keepsUnknown ? text[start..(end + 1)]
                : throw Fault($"'{Printable.Excerpt(name)}' names a property that is not described", at);
            result.Append(text, rest, start - rest).Append(value);
            rest = end + 1;
            if (result.Length > MaximumLength || within.Count > 20)
            {
                throw Fault($"the property '{Printable.Excerpt(name)}' becomes too long", at);
            }
        }

        result.Append(text, rest, text.Length - rest);
        _total += result.Length;
        return _total <= MaximumTotal ? result.ToString() : throw Fault("the properties become too long", at);
    }

    private static string ValueOf(OvfElement property, OvfDeployment deployment)
    {
        string? chosen = null;
        foreach (var value in property.All("Value"))
        {
            value.Read();
            if (value.Get("configuration") is null ? chosen is null : deployment.Includes(value))
            {
                chosen = value.Get("value") ?? "";
            }
        }

        return chosen ?? property.Get("value") ?? "";
    }

    private V2KException Fault(string what, OvfPart at) => new(what, "Correct the description, or export the VM again", _path, at.Line, at.Name);
}
