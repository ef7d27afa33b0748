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
[JsonSerializable(typeof(RequestId))]
[JsonSerializable(typeof(SharedAnswer))]
[JsonSerializable(typeof(SharedRequest))]
internal sealed partial class SharingJson : JsonSerializerContext;
