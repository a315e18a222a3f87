namespace V2K.Engine.Ovf;

/// <summary>The guest's system: vmw:osType is vSphere's name of it (<c>rhel8_64Guest</c>), a .vmx has the same in another spelling (<c>rhel8-64</c>).</summary>
internal static class OvfGuestSystem
{
    private const string Ending = "Guest";

    /// <summary>The value of guestOS.</summary>
    /// <param name="osType">vmw:osType; null from other products.</param>
    /// <param name="cimId">ovf:id, the number of CIM_OperatingSystem.OsType: what other products write.</param>
    /// <returns>Null where neither says anything that is known.</returns>
    internal static string? VmxId(string? osType, string? cimId)
    {
        if (osType is { Length: > 0 })
        {
            var name = osType.EndsWith(Ending, StringComparison.Ordinal) ? osType[..^Ending.Length] : osType;
            name = name.ToLowerInvariant().Replace("server", "srv", StringComparison.Ordinal);
            var bits = name.EndsWith("_64", StringComparison.Ordinal) ? 3 : name.EndsWith("64", StringComparison.Ordinal) ? 2 : 0;
            name = bits == 0 ? name : name[..^bits] + "-64";
            return name.Replace("vmwarephoton", "vmware-photon", StringComparison.Ordinal);
        }

        return cimId switch
        {
            "36" => "otherlinux",
            "79" => "rhel7",
            "80" => "rhel7-64",
            "84" => "sles",
            "85" => "sles-64",
            "93" => "ubuntu",
            "94" => "ubuntu-64",
            "95" => "debian10",
            "96" => "debian10-64",
            "101" => "otherlinux-64",
            "106" => "centos",
            "107" => "centos-64",
            "108" => "oraclelinux",
            "109" => "oraclelinux-64",
            _ => null,
        };
    }
}
