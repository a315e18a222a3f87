using System.IO.Enumeration;
using V2K.Rules;

namespace V2K.Engine.Datastores;

/// <summary>Chooses VMs by what the administrator wrote: <c>--vm=NAME</c>, repeated, with commas and globs.</summary>
public static class VmSelection
{
    private const int MaximumListed = 12;

    /// <summary>
    /// The VMs that <paramref name="names"/> mean, each once, in the order of <paramref name="all"/>. A name is a display
    /// name, a folder, a file name, or <c>[datastore] folder/file.vmx</c>; case counts only where it decides.
    /// </summary>
    /// <exception cref="V2KException">A name means no VM, or a name without a glob means several.</exception>
    public static IReadOnlyList<VirtualMachine> Choose(IReadOnlyList<VirtualMachine> all, IReadOnlyList<string> names) => Choose(all, [], names);

    /// <inheritdoc cref="Choose(IReadOnlyList{VirtualMachine}, IReadOnlyList{string})"/>
    /// <param name="all">The VMs.</param>
    /// <param name="templates">The templates: a name without a glob that means no VM may mean one of these.</param>
    /// <param name="names">What was written.</param>
    /// <param name="option">Where it was written, for messages.</param>
    public static IReadOnlyList<VirtualMachine> Choose(
        IReadOnlyList<VirtualMachine> all, IReadOnlyList<VirtualMachine> templates, IReadOnlyList<string> names, string option = "--vm")
    {
        var chosen = new HashSet<VirtualMachine>();
        foreach (var name in names)
        {
            // A VM may have a comma in its name, so the whole text is tried before its parts.
            var whole = Matches(all, templates, name);
            foreach (var part in whole.Count > 0 || !name.Contains(',', StringComparison.Ordinal) ? [name] : Parts(name))
            {
                chosen.UnionWith(One(all, templates, part, option));
            }
        }

        return [.. all.Concat(templates).Where(chosen.Contains)];
    }

    private static string[] Parts(string name) =>
        name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IReadOnlyList<VirtualMachine> One(IReadOnlyList<VirtualMachine> all, IReadOnlyList<VirtualMachine> templates, string name, string option)
    {
        var matches = Matches(all, templates, name);
        if (matches.Count == 0)
        {
            throw new V2KException("no VM of the datastores has this name", Remedy(all, name), key: $"{option}={name}");
        }

        if (matches.Count > 1 && !IsGlob(name))
        {
            throw new V2KException(
                $"{matches.Count} VMs have this name: {List(matches)}",
                $"Name one of them in full, such as {option}='{matches[0].Id}'",
                key: $"{option}={name}");
        }

        return matches;
    }

    private static IReadOnlyList<VirtualMachine> Matches(IReadOnlyList<VirtualMachine> all, IReadOnlyList<VirtualMachine> templates, string name) =>
        Matches(all, name) is { Count: > 0 } vms ? vms : IsGlob(name) ? [] : Matches(templates, name);

    /// <summary>The VMs that one name or glob means; a name in the same case goes before others.</summary>
    internal static IReadOnlyList<VirtualMachine> Matches(IReadOnlyList<VirtualMachine> all, string name)
    {
        var exact = all.Where(vm => vm.Names.Contains(name, StringComparer.Ordinal)).ToList();
        return exact.Count > 0
            ? exact
            : [.. all.Where(vm => vm.Names.Any(candidate => Fits(candidate, name)))];
    }

    private static bool Fits(string candidate, string name) => IsGlob(name)
        ? FileSystemName.MatchesSimpleExpression(name, candidate, ignoreCase: true)
        : candidate.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name may mean several VMs, or none.</summary>
    internal static bool IsGlob(string name) => name.AsSpan().ContainsAny('*', '?');

    /// <summary>What to write in place of a name that means no VM.</summary>
    internal static string Remedy(IReadOnlyList<VirtualMachine> all, string name) => all.Count == 0
        ? "The datastores contain no .vmx file: check that they are mounted at source: in the configuration or at the folder in --datastore"
        : Spelling.Nearest(name, all.SelectMany(vm => vm.Names)) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"There are: {List(all)}";

    /// <summary>As many VMs as one line bears.</summary>
    public static string List(IReadOnlyList<VirtualMachine> vms) =>
        string.Join(", ", vms.Take(MaximumListed).Select(vm => vm.Id))
        + (vms.Count > MaximumListed ? $" and {vms.Count - MaximumListed} more" : "");
}
