using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests;

/// <summary>Translates a few lines of VMX, for tests of single rules.</summary>
internal static class Vm
{
    /// <summary>Every network, so that no test of another rule has a warning of that.</summary>
    private static readonly NetworkMap Networks = new(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal) { ["*"] = NetworkTarget.Default });

    public static TranslatedVm Translate(string vmx, TranslationMode mode = TranslationMode.Performance, bool keepNicNames = false) =>
        Translate(vmx, new TranslationOptions { Mode = mode, KeepNicNames = keepNicNames, Networks = Networks });

    public static TranslatedVm Translate(string vmx, TranslationOptions options) =>
        Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "web01.vmx"), options);
}
