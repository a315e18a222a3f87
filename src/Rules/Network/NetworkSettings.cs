using V2K.Rules.Annotations;

namespace V2K.Rules.Network;

/// <summary>VMware's network cards (<c>virtualDev</c>).</summary>
public enum NicModel
{
    /// <summary>AMD PCnet, 10 Mbit/s.</summary>
    Vlance,

    /// <summary>A PCnet that VMware Tools turn into a paravirtual card.</summary>
    Flexible,

    /// <summary>VMware's first paravirtual card.</summary>
    Vmxnet,

    /// <summary>VMware's second paravirtual card; spelled like the first in most files.</summary>
    Vmxnet2,

    /// <summary>VMware's current paravirtual card.</summary>
    Vmxnet3,

    /// <summary>A vmxnet3 for RDMA.</summary>
    [VmxName("vmxnet3vrdma")]
    [VmxName("vrdma")]
    Vmxnet3Rdma,

    /// <summary>Intel 82545EM.</summary>
    E1000,

    /// <summary>Intel 82574L.</summary>
    E1000e,

    /// <summary>A card of the host, by SR-IOV.</summary>
    [VmxName("sriov")]
    SrIov,
}
