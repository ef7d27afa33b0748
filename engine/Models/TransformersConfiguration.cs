using System.Text.Json;
using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Models;

/// <summary>
/// A configuration file of Hugging Face's transformers. Its families share no schema, so figures are asked for by every
/// name that one of them uses, and what isn't asked for is ignored.
/// </summary>
internal sealed class TransformersConfiguration : IDisposable
{
    /// <summary>Far more than any configuration takes.</summary>
    private const int MostBytes = 1 << 24;

    private readonly JsonDocument _document;
    private readonly string _path;

    private TransformersConfiguration(JsonDocument document, string path)
    {
        _document = document;
        _path = path;
    }

    /// <summary>The base of the rotary position embedding; null where none is given.</summary>
    public double? RotaryBase =>
        Find("rope_theta") is { ValueKind: JsonValueKind.Number } own ? own.GetDouble()
        : Find("rope_parameters") is { ValueKind: JsonValueKind.Object } parameters
            && parameters.TryGetProperty("rope_theta", out JsonElement nested)
            && nested.ValueKind == JsonValueKind.Number ? nested.GetDouble()
        : null;

    /// <summary>The tokens that end a text: one number, a list of them, or none.</summary>
    public IReadOnlyList<int> EndTokens => Find("eos_token_id") switch
    {
        { ValueKind: JsonValueKind.Number } one => [Token(one)],
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(Token)],
        _ => [],
    };

    /// <exception cref="EngineException">The file can't be read or isn't a JSON object.</exception>
    public static TransformersConfiguration Read(string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(RegularFile.ReadAllBytes(path, MostBytes));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new TransformersConfiguration(document, path);

            document.Dispose();
            throw new EngineException($"{path} is not a JSON object; get the model again.");
        }
        catch (JsonException exception)
        {
            throw new EngineException(
                $"{path} is not JSON (line {exception.LineNumber + 1}); get the model again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); allow reading it.", exception);
        }
    }

    /// <summary>The name that the model was saved under, without its owner; else the other name.</summary>
    public string NameOr(string otherwise) =>
        Find("_name_or_path") is { ValueKind: JsonValueKind.String } full
        && full.GetString()!.TrimEnd('/').Split('/')[^1] is { Length: > 0 } name
            ? name
            : otherwise;

    public string Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Lacks(name);

    /// <summary>An object within, read like the whole.</summary>
    public TransformersConfiguration Part(string name) => Object(name) is { } part
        ? new TransformersConfiguration(JsonDocument.Parse(part.GetRawText()), _path)
        : throw Lacks(name);

    public string? OptionalText(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Flag(string name) => OptionalFlag(name) ?? false;

    public bool? OptionalFlag(string name) =>
        Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    public bool Has(string name) => Find(name) is { ValueKind: not JsonValueKind.Null };

    public JsonElement? Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>A number greater than 0 by the first of several names; null where there is none.</summary>
    public double? OptionalNumber(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
                continue;

            return value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and < float.MaxValue
                ? value.GetDouble()
                : throw new EngineException(
                    $"{_path}: $.{name} is not a number greater than 0; correct it, or get the model again.");
        }

        return null;
    }

    public int Figure(params string[] names) => OptionalFigure(names) ?? throw Lacks(string.Join(" or ", names));

    public int? OptionalFigure(params string[] names)
    {
        foreach (string name in names)
        {
            if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
                continue;

            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int figure) && figure > 0
                ? figure
                : throw new EngineException(
                    $"{_path}: $.{name} is not a whole number greater than 0; correct it, or get the model again.");
        }

        return null;
    }

    public void Dispose() => _document.Dispose();

    private int Token(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int token)
            ? token
            : throw new EngineException(
                $"{_path}: $.eos_token_id is not a token's number; correct it, or get the model again.");

    private JsonElement? Find(string name) =>
        _document.RootElement.TryGetProperty(name, out JsonElement value) ? value : null;

    private EngineException Lacks(string names) =>
        new($"{_path} doesn't say {names}; add it, or describe the model in a {ManifestFile.Name}.");
}
