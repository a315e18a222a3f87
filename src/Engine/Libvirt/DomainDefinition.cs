using System.Xml.Linq;
using V2K.Engine.Stages;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>
/// A domain as libvirt is to have it, held against what libvirt has. A domain that runs, one that V2K did not define, and one
/// that somebody edited since are not touched; the latter two give way to <c>--force</c>.
/// </summary>
/// <param name="Vm">The VM it was, with its datastore.</param>
/// <param name="Xml">The domain for the host that will run it.</param>
/// <param name="Libvirt">Where it is defined.</param>
public sealed record DomainDefinition(string Vm, XElement Xml, LibvirtConnection Libvirt)
{
    /// <summary>The hash of <see cref="Xml"/>, whenever it was written.</summary>
    public string Hash { get; } = DomainXml.Hash(SourceNote.WithoutDate(Xml));

    /// <summary>The domain's name.</summary>
    public string Name { get; } = Xml.Text("name") is { Length: > 0 } name
        ? name
        : throw new V2KException("the domain XML has no name", "Correct the template, and translate again", Vm);

    /// <summary>The domain's UUID; null lets libvirt choose, or keep, one.</summary>
    public Guid? Uuid { get; } = Guid.TryParse(Xml.Text("uuid"), out var uuid) ? uuid : null;

    /// <summary>Whether there is anything to define, and why.</summary>
    /// <param name="reasons">What differs from the last time, as far as V2K's own state knows.</param>
    /// <param name="force">The administrator gives up what is in the way.</param>
    /// <exception cref="V2KException">A domain that is not to be touched is in the way.</exception>
    public StepDecision Decide(IReadOnlyList<string> reasons, bool force)
    {
        using var present = Present();
        if (present is null)
        {
            return new StepDecision(MustRun: true, $"libvirt at {Libvirt.Uri} does not have it");
        }

        var xml = present.DefinedXml();
        var origin = DomainOrigin.Of(xml);
        if (origin?.Vm != Vm)
        {
            return force && present.Name == Name
                ? MustRun(present, "--force")
                : throw InTheWay(present, origin);
        }

        var changed = origin.IsChanged(xml);
        if (origin.MadeFrom == Hash && !force)
        {
            return new StepDecision(MustRun: false, changed
                ? $"{Name} was changed in libvirt and is not replaced"
                : $"{Name} is defined at {Libvirt.Uri} and up to date");
        }

        var reason = force ? "--force" : reasons.Count > 0 ? string.Join(", ", reasons) : "its XML changed";
        return changed && !force
            ? throw new V2KException(
                $"the domain {present.Name} was changed in libvirt after V2K defined it, and must be defined again ({reason})",
                $"Put the change into a rule or {Path.GetFileName(Vm)}, or run the same command with --force to discard it",
                Vm)
            : MustRun(present, reason);
    }

    /// <summary>Gives the definition to libvirt. A new name is given to the domain there is, which keeps its firmware variables and TPM.</summary>
    /// <exception cref="V2KException">libvirt refuses it.</exception>
    /// <returns>Whether libvirt starts it with the host from now on; null where nothing was changed about that.</returns>
    public bool? Define()
    {
        var started = false;
        using (var present = Present())
        {
            if (present is not null)
            {
                // What an administrator switched on or off since stays so: only what VMware says now and did not say then counts.
                started = MakeWay(present) && SourceNote.Autostarts(present.DefinedXml());
            }
        }

        using var defined = Libvirt.Define(new DomainOrigin(Vm, Hash, Became: "").AttachTo(Xml).ToString(), Name);
        Complete(defined);
        var starts = SourceNote.Autostarts(Xml);
        if (starts == started)
        {
            return null;
        }

        defined.SetAutostart(starts);
        return starts;
    }

    /// <summary>
    /// Adds to a definition what a run that was killed right after it could not: without it, nobody could tell later that somebody
    /// has edited the domain.
    /// </summary>
    public void Tidy()
    {
        using var present = Present();
        if (present is not null && DomainOrigin.Of(present.DefinedXml()) is { Became: "" })
        {
            Complete(present);
        }
    }

    private void Complete(LibvirtDomain defined) =>
        defined.SetMetadata(new DomainOrigin(Vm, Hash, DomainOrigin.HashOf(defined.DefinedXml())).Element(), DomainOrigin.Prefix);

    /// <returns>Whether the domain stays, to be defined again; false: it made way.</returns>
    private bool MakeWay(LibvirtDomain present)
    {
        if (PresentUuid(present) is { } uuid && uuid == Uuid)
        {
            if (present.Name != Name)
            {
                present.Rename(Name);
            }
        }
        else if (Uuid is not null)
        {
            present.Undefine(withState: false);
            return false;
        }

        return true;
    }

    /// <summary>The domain that has the UUID or, failing that, the name.</summary>
    private LibvirtDomain? Present() => (Uuid is { } uuid ? Libvirt.FindDomain(uuid) : null) ?? Libvirt.FindDomain(Name);

    private static Guid? PresentUuid(LibvirtDomain present) =>
        Guid.TryParse(present.DefinedXml().Text("uuid"), out var uuid) ? uuid : null;

    private StepDecision MustRun(LibvirtDomain present, string reason) => present.IsActive
        ? throw new V2KException(
            $"the domain {present.Name} is running and is not changed, although it must be defined again ({reason})",
            $"Shut it down (virsh shutdown '{present.Name}') and run the same command again",
            Vm)
        : new StepDecision(MustRun: true, reason);

    private V2KException InTheWay(LibvirtDomain present, DomainOrigin? origin)
    {
        var whose = origin is null ? "V2K did not define" : $"V2K defined from {origin.Vm}";
        return present.Name == Name
            ? new V2KException(
                $"libvirt at {Libvirt.Uri} has a domain {Name} that {whose}",
                "Rename one of the two (virsh domrename), or run the same command with --force to replace the definition; that does not change disks",
                Vm)
            : new V2KException(
                $"libvirt at {Libvirt.Uri} has a domain {present.Name} with the same UUID {Uuid}, which {whose}",
                "Two domains cannot have the same UUID: undefine that domain, or give the VM another uuid.bios",
                Vm);
    }
}
