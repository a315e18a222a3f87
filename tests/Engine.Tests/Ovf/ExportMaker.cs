using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace V2K.Engine.Tests.Ovf;

/// <summary>Makes exports as vSphere writes them: an .ovf, its disks and a manifest, packed by .NET's own tar.</summary>
internal static class ExportMaker
{
    /// <summary>An .ovf with one SCSI disk in <paramref name="href"/>.</summary>
    public static string Ovf(string name, string href, string file = "", string disk = "") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Envelope vmw:buildId="build-1" xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
          <References>
            <File ovf:href="{href}" ovf:id="file1" ovf:size="1" {file}/>
          </References>
          <DiskSection>
            <Info>Virtual disk information</Info>
            <Disk ovf:capacity="16" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized" {disk}/>
          </DiskSection>
          <VirtualSystem ovf:id="{name}">
            <Info>A virtual machine</Info>
            <Name>{name}</Name>
            <OperatingSystemSection ovf:id="96" vmw:osType="debian11_64Guest"><Info>The kind of installed guest operating system</Info></OperatingSystemSection>
            <VirtualHardwareSection>
              <Info>Virtual hardware requirements</Info>
              <System>
                <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
                <vssd:InstanceID>0</vssd:InstanceID>
                <vssd:VirtualSystemIdentifier>{name}</vssd:VirtualSystemIdentifier>
                <vssd:VirtualSystemType>vmx-15</vssd:VirtualSystemType>
              </System>
              <Item>
                <rasd:AllocationUnits>hertz * 10^6</rasd:AllocationUnits>
                <rasd:ElementName>4 virtual CPU(s)</rasd:ElementName>
                <rasd:InstanceID>1</rasd:InstanceID>
                <rasd:ResourceType>3</rasd:ResourceType>
                <rasd:VirtualQuantity>4</rasd:VirtualQuantity>
                <vmw:CoresPerSocket ovf:required="false">2</vmw:CoresPerSocket>
              </Item>
              <Item>
                <rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits>
                <rasd:ElementName>2048MB of memory</rasd:ElementName>
                <rasd:InstanceID>2</rasd:InstanceID>
                <rasd:ResourceType>4</rasd:ResourceType>
                <rasd:VirtualQuantity>2048</rasd:VirtualQuantity>
              </Item>
              <Item>
                <rasd:Address>0</rasd:Address>
                <rasd:ElementName>SCSI Controller 0</rasd:ElementName>
                <rasd:InstanceID>3</rasd:InstanceID>
                <rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>
                <rasd:ResourceType>6</rasd:ResourceType>
                <vmw:Config ovf:required="false" vmw:key="slotInfo.pciSlotNumber" vmw:value="160"/>
              </Item>
              <Item>
                <rasd:Address>1</rasd:Address>
                <rasd:ElementName>IDE 1</rasd:ElementName>
                <rasd:InstanceID>4</rasd:InstanceID>
                <rasd:ResourceType>5</rasd:ResourceType>
              </Item>
              <Item ovf:required="false">
                <rasd:AddressOnParent>0</rasd:AddressOnParent>
                <rasd:AutomaticAllocation>false</rasd:AutomaticAllocation>
                <rasd:ElementName>CD/DVD drive 1</rasd:ElementName>
                <rasd:InstanceID>5</rasd:InstanceID>
                <rasd:Parent>4</rasd:Parent>
                <rasd:ResourceSubType>vmware.cdrom.remotepassthrough</rasd:ResourceSubType>
                <rasd:ResourceType>15</rasd:ResourceType>
              </Item>
              <Item>
                <rasd:AddressOnParent>0</rasd:AddressOnParent>
                <rasd:ElementName>Hard disk 1</rasd:ElementName>
                <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
                <rasd:InstanceID>6</rasd:InstanceID>
                <rasd:Parent>3</rasd:Parent>
                <rasd:ResourceType>17</rasd:ResourceType>
              </Item>
              <Item>
                <rasd:AddressOnParent>7</rasd:AddressOnParent>
                <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
                <rasd:Connection>DMZ</rasd:Connection>
                <rasd:ElementName>Network adapter 1</rasd:ElementName>
                <rasd:InstanceID>7</rasd:InstanceID>
                <rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>
                <rasd:ResourceType>10</rasd:ResourceType>
                <vmw:Config ovf:required="false" vmw:key="slotInfo.pciSlotNumber" vmw:value="192"/>
                <vmw:Config ovf:required="false" vmw:key="wakeOnLanEnabled" vmw:value="true"/>
              </Item>
              <Item ovf:required="false">
                <rasd:ElementName>Quantum card</rasd:ElementName>
                <rasd:InstanceID>8</rasd:InstanceID>
                <rasd:ResourceSubType>acme.quantum</rasd:ResourceSubType>
                <rasd:ResourceType>1</rasd:ResourceType>
              </Item>
              <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
              <vmw:Config ovf:required="false" vmw:key="bootOptions.efiSecureBootEnabled" vmw:value="true"/>
              <vmw:ExtraConfig ovf:required="false" vmw:key="disk.EnableUUID" vmw:value="TRUE"/>
            </VirtualHardwareSection>
            <AnnotationSection><Info>A note</Info><Annotation>the first web server</Annotation></AnnotationSection>
          </VirtualSystem>
        </Envelope>

        """;

    /// <summary>A manifest of <paramref name="files"/>, as VMware's tools spell it.</summary>
    public static string Manifest(string algorithm, params (string Name, byte[] Content)[] files) => string.Concat(files.Select(file =>
        $"{algorithm}({file.Name})= {Convert.ToHexStringLower(CryptographicOperations.HashData(new HashAlgorithmName(algorithm), file.Content))}\n"));

    /// <summary>Packs files in this order.</summary>
    public static void Pack(string ova, TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ova)!);
        using var stream = File.Create(ova);
        using var writer = new TarWriter(stream, format);
        foreach (var (name, content) in files)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(content);
            writer.WriteEntry(entry);
        }
    }

    /// <summary>A ustar header by hand, for archives that no tar would write.</summary>
    public static byte[] Header(string name, string size, char type = '0')
    {
        var header = new byte[512];
        Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
        header[156] = (byte)type;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    /// <summary>A size as a header has it.</summary>
    public static string Octal(long size) => Convert.ToString(size, 8).PadLeft(11, '0').ToString(CultureInfo.InvariantCulture);
}
