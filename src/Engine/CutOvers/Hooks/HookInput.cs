using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace V2K.Engine.CutOvers.Hooks;

/// <summary>What a hook reads from standard input, as one line of JSON.</summary>
/// <param name="Hook">Its key, such as <c>before-cut-over</c>.</param>
/// <param name="Vm">The VM, with its datastore: <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Name">The VM's display name.</param>
/// <param name="Vmx">The full path of its .vmx file.</param>
/// <param name="Domain">The domain's name.</param>
/// <param name="Connect">The libvirt connection URI, without a password.</param>
/// <param name="DownSeconds">How long the VM was down; null before it answers.</param>
/// <param name="Failure">What failed; null where nothing did.</param>
internal sealed record HookInput(
    string Hook, string Vm, string Name, string Vmx, string? Domain, string Connect, double? DownSeconds, string? Failure)
{
    private static readonly HookJson Json = new(new JsonSerializerOptions(HookJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line.</summary>
    internal string Text => JsonSerializer.Serialize(this, Json.HookInput) + "\n";
}

/// <summary>The input as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HookInput))]
internal sealed partial class HookJson : JsonSerializerContext;
