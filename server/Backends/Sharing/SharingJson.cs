using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine.Decoding;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>How servers and the process that runs their model write what they tell each other.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(AllowedNames))]
[JsonSerializable(typeof(BackendDescription))]
[JsonSerializable(typeof(CacheUsage))]
[JsonSerializable(typeof(CommonErrorData))]
[JsonSerializable(typeof(EngineSettings))]
[JsonSerializable(typeof(IReadOnlyList<RememberedFile>))]
[JsonSerializable(typeof(RememberedFile[]))]
[JsonSerializable(typeof(MemoryUsage))]
[JsonSerializable(typeof(RequestId))]
[JsonSerializable(typeof(SharedAnswer))]
[JsonSerializable(typeof(SharedRequest))]
internal sealed partial class SharingJson : JsonSerializerContext
{
    /// <summary>
    /// How messages are written: nobody takes them for HTML, and without its escapes source text has two thirds of the bytes and
    /// takes half of the time.
    /// </summary>
    public static SharingJson OfMessages =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
