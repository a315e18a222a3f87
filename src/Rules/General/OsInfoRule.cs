using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>The libosinfo identifier, from which virt-manager and its like take their defaults and icon.</summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;metadata&gt;&lt;libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'&gt;&lt;libosinfo:os id='http://debian.org/debian/11'/&gt;&lt;/libosinfo:libosinfo&gt;&lt;/metadata&gt;
/// </example>
[Rule(nameof(Domain.OsInfo), Topic.General)]
public static class OsInfoRule
{
    public static string? Map([From(nameof(Facts.Guest))] GuestSystem guest) => guest.OsInfo;
}
