using LspCompletion.Server.Languages;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Why a place isn't completed at all, whatever the model would write there: by the settings, by what is asked, by the file,
/// by what the cursor stands in. Each says <see langword="null"/> where nothing speaks against it.
/// </summary>
internal static class Admission
{
    /// <summary>Why there are no suggestions at all.</summary>
    public static string? RefuseAll(ServerSettings settings) =>
        settings.Enabled ? null : "the setting enabled turns suggestions off";

    /// <summary>Why what is asked makes no sense.</summary>
    public static string? RefuseItem(CompletionQuery query) => query.Selected is { } item && item.End < item.Start
        ? "the range of the selected item ends before it begins"
        : null;

    /// <summary>Why there are none in a document: its language, secrets, the rules for files.</summary>
    public static string? RefuseFile(CompletionQuery query, WorkspaceConfiguration configuration) =>
        configuration.Rules.IsAllowed(query.Document.Uri, query.Document.LanguageId, out string? reason) ? null : reason;

    /// <summary>Why there are none in a comment or a literal text.</summary>
    public static string? RefuseText(PlacedQuery asked)
    {
        ServerSettings settings = asked.Configuration.Settings;
        if (settings.Comments == TextSuggestions.On && settings.Strings == TextSuggestions.On)
            return null;

        bool isByHand = asked.Query.Trigger == CompletionTrigger.Invoked;
        return asked.Surroundings().Kind switch
        {
            TextKind.Comment => Refusal("comment", "comments", settings.Comments),
            TextKind.Literal => Refusal("string", "strings", settings.Strings),
            _ => null,
        };

        string? Refusal(string where, string setting, TextSuggestions shown) => shown switch
        {
            TextSuggestions.Off => $"the cursor is in a {where}, and the setting {setting} turns suggestions off there",
            TextSuggestions.Manual when !isByHand => $"the cursor is in a {where}, and the setting {setting} shows suggestions there only when asked by hand",
            _ => null,
        };
    }
}
