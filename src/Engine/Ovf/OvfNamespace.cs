namespace V2K.Engine.Ovf;

/// <summary>The vocabularies that descriptions are written in. Versions of one vocabulary differ in their URIs only.</summary>
internal enum OvfNamespace
{
    /// <summary>Somebody's extension.</summary>
    Foreign,

    /// <summary>DSP0243 itself; also no name space at all, as people write by hand.</summary>
    Ovf,

    /// <summary>Resources of the Common Information Model: CIM_ResourceAllocationSettingData and its heirs for storage and network ports.</summary>
    Resource,

    /// <summary>CIM_VirtualSystemSettingData.</summary>
    System,

    /// <summary>CIM_BootConfigSetting and CIM_BootSourceSetting, of version 2.</summary>
    Boot,

    /// <summary>VMware's extensions.</summary>
    Vmware,

    /// <summary>VirtualBox's extensions.</summary>
    VirtualBox,

    /// <summary>vCloud Director's extensions.</summary>
    VCloud,

    /// <summary>XML's own: name spaces, languages, schemas.</summary>
    Xml,
}

/// <summary>Name spaces by their URIs.</summary>
internal static class OvfNamespaces
{
    /// <summary>VMware's first version, before the DMTF took it over.</summary>
    internal const string Draft = "http://www.vmware.com/schema/ovf/1/envelope";

    /// <summary>The vocabulary with this URI.</summary>
    internal static OvfNamespace Of(string uri) => uri switch
    {
        "" => OvfNamespace.Ovf,
        _ when Has(uri, "schemas.dmtf.org/ovf/") || Has(uri, "vmware.com/schema/ovf/1/envelope") => OvfNamespace.Ovf,
        _ when Has(uri, "AllocationSettingData") => OvfNamespace.Resource,
        _ when Has(uri, "CIM_VirtualSystemSettingData") => OvfNamespace.System,
        _ when Has(uri, "CIM_BootConfigSetting") || Has(uri, "CIM_BootSourceSetting") => OvfNamespace.Boot,
        _ when Has(uri, "vmware.com/vcloud") => OvfNamespace.VCloud,
        _ when Has(uri, "vmware.com/schema/ovf") => OvfNamespace.Vmware,
        _ when Has(uri, "virtualbox.org/") => OvfNamespace.VirtualBox,
        _ when Has(uri, "www.w3.org/") || Has(uri, "wbem/wscim/1/common") => OvfNamespace.Xml,
        _ => OvfNamespace.Foreign,
    };

    private static bool Has(string uri, string part) => uri.Contains(part, StringComparison.OrdinalIgnoreCase);
}
