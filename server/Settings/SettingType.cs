using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>Which values a setting takes, and how they are written in JSON.</summary>
/// <typeparam name="T">The values in the program.</typeparam>
internal abstract class SettingType<T>
{
    /// <summary>What is allowed, as the end of a sentence: "a whole number from 1 to 100".</summary>
    public abstract string Allowed { get; }

    /// <summary>Reads a value. Any JSON may be given, also strings that hold half a surrogate pair.</summary>
    /// <param name="element">The value in JSON.</param>
    /// <param name="current">What holds so far; types that consist of entries change only those that are given.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the value is allowed.</returns>
    public abstract bool TryRead(JsonElement element, T current, [MaybeNullWhen(false)] out T value);

    /// <summary>What holds where a workspace says something on top of the user.</summary>
    /// <param name="users">The user's value.</param>
    /// <param name="workspaces">The workspace's.</param>
    public virtual T Join(T users, T workspaces) => workspaces;

    /// <summary>Writes a value as it is written in JSON.</summary>
    public abstract JsonNode Write(T value);

    /// <summary>
    /// The type in the words of JSON Schema, as far as VS Code's settings editor knows them
    /// (https://code.visualstudio.com/api/references/contribution-points#contributes.configuration).
    /// </summary>
    public abstract JsonObject ToSchema();
}
