using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol;

/// <summary>How the protocol's types are written as JSON, found out when this is compiled and not when it runs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(CacheResult))]
[JsonSerializable(typeof(CompletionList))]
[JsonSerializable(typeof(CompletionParams))]
[JsonSerializable(typeof(ConfigurationParams))]
[JsonSerializable(typeof(CursorParams))]
[JsonSerializable(typeof(DidChangeConfigurationParams))]
[JsonSerializable(typeof(DidChangeNotebookParams))]
[JsonSerializable(typeof(DidChangeOptionsParams))]
[JsonSerializable(typeof(DidChangeTextDocumentParams))]
[JsonSerializable(typeof(DidCloseNotebookParams))]
[JsonSerializable(typeof(DidCloseTextDocumentParams))]
[JsonSerializable(typeof(DidOpenNotebookParams))]
[JsonSerializable(typeof(DidOpenTextDocumentParams))]
[JsonSerializable(typeof(DidPartiallyAcceptCompletionParams))]
[JsonSerializable(typeof(DidShowCompletionParams))]
[JsonSerializable(typeof(DidChangeWorkspaceFoldersParams))]
[JsonSerializable(typeof(ExecuteCommandParams))]
[JsonSerializable(typeof(InitializeParams))]
[JsonSerializable(typeof(InitializeResult))]
[JsonSerializable(typeof(InlineCompletionList))]
[JsonSerializable(typeof(InlineCompletionParams))]
[JsonSerializable(typeof(LogTraceParams))]
[JsonSerializable(typeof(MessageParams))]
[JsonSerializable(typeof(ProgressParams))]
[JsonSerializable(typeof(RegistrationParams))]
[JsonSerializable(typeof(RequestId))]
[JsonSerializable(typeof(SetTraceParams))]
[JsonSerializable(typeof(StatusParams))]
[JsonSerializable(typeof(WorkDoneProgressCreateParams))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
