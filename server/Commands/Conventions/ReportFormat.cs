using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>How the reports of all commands look as JSON. Which types a report has, its own command knows.</summary>
internal static class ReportFormat
{
    /// <summary>Options for one command's reports.</summary>
    /// <param name="converters">Write what needs a form of its own, such as an enumeration's names.</param>
    public static JsonSerializerOptions With(params ReadOnlySpan<JsonConverter> converters)
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            WriteIndented = true,
            NewLine = "\n",
            // The text goes to a file or a pipe, never into HTML: code stays readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        foreach (JsonConverter converter in converters)
            options.Converters.Add(converter);
        return options;
    }

    /// <summary>Writes an enumeration's values by name.</summary>
    public static JsonConverter Names<TEnum>()
        where TEnum : struct, Enum => new JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase);
}
