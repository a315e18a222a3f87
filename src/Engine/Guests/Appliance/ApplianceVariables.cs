namespace V2K.Engine.Guests.Appliance;

/// <summary>
/// Variables of guestfs(3) for programs that start an appliance of their own: no libvirt between it and us, and emulation where KVM does not
/// work. What the administrator has set stays.
/// </summary>
public static class ApplianceVariables
{
    /// <summary>Overrules KVM or not in its settings.</summary>
    internal const string Settings = "LIBGUESTFS_BACKEND_SETTINGS";

    /// <summary>The variables for a host on which KVM works, or does not.</summary>
    public static IReadOnlyDictionary<string, string?> For(bool kvmWorks)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        Set("LIBGUESTFS_BACKEND", "direct");
        if (!kvmWorks)
        {
            Set(Settings, "force_tcg");
        }

        return variables;

        void Set(string name, string value)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            {
                variables[name] = value;
            }
        }
    }
}
