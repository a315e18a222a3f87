namespace V2K.Engine.Disks.Engines;

/// <summary>What <c>--engine</c> chooses: an <see cref="ICopyEngine"/>, or virt-v2v, which converts the disks of a VM together.</summary>
public interface IConversionEngine
{
    /// <summary>The name under which <c>--engine</c> chooses it.</summary>
    string Name { get; }
}
