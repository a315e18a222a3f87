using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests;

/// <summary>Translates a few lines of VMX, for tests of single rules.</summary>
internal static class Vm
{
    public static TranslatedVm Translate(string vmx, TranslationMode mode = TranslationMode.Performance, bool keepNicNames = false) =>
        Translate(vmx, new TranslationOptions { Mode = mode, KeepNicNames = keepNicNames });

    public static TranslatedVm Translate(string vmx, TranslationOptions options) =>
        Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "web01.vmx"), options);
}
