using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Entries of <c>vms:</c> that are about no VM, or about several by one name: often a name that is misspelt.</summary>
public static class UnknownVms
{
    /// <summary>One problem for each such entry, with its line. Globs may fit any number of VMs.</summary>
    public static IEnumerable<V2KException> Of(Config config, VmCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(catalog);
        List<VirtualMachine> all = [.. catalog.Vms, .. catalog.Templates];
        foreach (var settings in config.Vms.Where(settings => !settings.IsGlob))
        {
            var matches = all.Where(settings.IsOf).ToList();
            if (matches.Count != 1)
            {
                yield return new V2KException(
                    matches.Count == 0 ? $"no VM of the datastores is called '{Printable.OneLine(settings.Name)}'" : $"{matches.Count} VMs have the name '{settings.Name}', and the settings apply to all of them",
                    matches.Count == 0 ? VmSelection.Remedy(all, settings.Name) : $"Name one of them in full, such as '{matches[0].Id}'",
                    config.File,
                    settings.Line,
                    "vms");
            }
        }
    }
}
