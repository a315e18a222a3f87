using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>Settings of a .vmx as they are collected from an OVF.</summary>
internal sealed class OvfSettings
{
    private readonly List<VmxSetting> _all = [];

    /// <summary>All of them, in the order of the .ovf.</summary>
    internal IReadOnlyList<VmxSetting> InOrder => [.. _all.OrderBy(setting => setting.Line)];

    /// <summary>Adds a setting, unless there is nothing to say.</summary>
    internal void Add(int line, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _all.Add(new VmxSetting(line, key, value));
        }
    }

    /// <summary>Adds a switch, in VMware's capitals.</summary>
    internal void Add(int line, string key, bool value) => Add(line, key, value ? "TRUE" : "FALSE");
}
