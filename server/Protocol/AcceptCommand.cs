using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;

namespace LspCompletion.Server.Protocol;

/// <summary>The command that the client executes when the user has accepted a suggestion: its id and its length.</summary>
internal static class AcceptCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "lspCompletion.accepted";

    /// <summary>The command of a suggestion.</summary>
    public static Command Of(Suggestion suggestion) => new("Accept the completion", Name,
    [
        JsonSerializer.SerializeToElement(suggestion.Id, ProtocolJson.Default.String),
        JsonSerializer.SerializeToElement(suggestion.Text.Length, ProtocolJson.Default.Int32),
    ]);

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    public static bool TryRead(
        string command, JsonElement[]? arguments, [NotNullWhen(true)] out string? suggestionId, out int length)
    {
        suggestionId = null;
        length = 0;
        if (command != Name
            || arguments is not [{ ValueKind: JsonValueKind.String } id, { ValueKind: JsonValueKind.Number } number]
            || !number.TryGetInt32(out length))
        {
            return false;
        }

        suggestionId = id.GetString();
        return suggestionId is not null;
    }
}
