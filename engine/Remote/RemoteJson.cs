using System.Text.Json;

namespace LspCompletion.Engine.Remote;

/// <summary>Reads what engines tell of themselves: where something is missing or of another kind, nothing is known.</summary>
internal static class RemoteJson
{
    /// <summary>A property that is an object, a list, a text or a number; <see langword="null"/> if it isn't there.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>A property that is a text.</summary>
    public static string? GetText(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } text ? Read(text) : null;

    /// <summary>A property that is a number, and not beyond all numbers.</summary>
    public static double? GetNumber(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>A property that counts something; what is less than none is none.</summary>
    public static int? GetCount(this JsonElement element, string name) =>
        element.GetNumber(name) is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

    /// <summary>The elements of a property that is a list.</summary>
    public static IEnumerable<JsonElement> GetList(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>What llama.cpp tells in <c>timings</c>.</summary>
    public static RemoteUsage? GetTimings(this JsonElement answer) => answer.Get("timings") is { } timings
        ? new RemoteUsage(
            (int)Math.Min(int.MaxValue, (timings.GetCount("cache_n") ?? 0) + (long)(timings.GetCount("prompt_n") ?? 0)),
            timings.GetCount("cache_n"),
            timings.GetCount("predicted_n") ?? 0,
            timings.GetNumber("prompt_ms"))
        : null;

    /// <summary>The failure that an answer tells of, in the engine's words; <see langword="null"/> if it tells of none.</summary>
    public static string? GetFailure(this JsonElement answer) => answer.Get("error") switch
    {
        { ValueKind: JsonValueKind.String } text => Read(text) ?? "no reason given",
        { ValueKind: JsonValueKind.Object } error => error.GetText("message") ?? "no reason given",
        _ => null,
    };

    private static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a character, or bytes that are none.
            return null;
        }
    }
}
