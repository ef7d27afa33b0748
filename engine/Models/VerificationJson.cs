using System.Text.Json.Serialization;

namespace LspCompletion.Engine.Models;

/// <summary>The JSON form of what <see cref="VerificationStore"/> keeps.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, VerifiedFile>))]
internal sealed partial class VerificationJson : JsonSerializerContext;
