using System.Collections.Immutable;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Settings;

/// <summary>
/// For which languages suggestions are on: language identifiers of the protocol, and <c>*</c> for the rest.
/// </summary>
internal sealed class LanguageSwitches : IEquatable<LanguageSwitches>
{
    private const string AllOthers = "*";

    private readonly ImmutableSortedDictionary<string, bool> _switches;

    /// <summary>
    /// What holds where nothing is set: all languages but those written for people are on, by whatever names editors know them.
    /// </summary>
    public static LanguageSwitches Default { get; } = new(
        LanguageTable.All.Where(language => language.IsProse)
            .SelectMany(language => language.OtherNames.Prepend(language.Name))
            .Select(name => KeyValuePair.Create(name, false))
            .Append(KeyValuePair.Create(AllOthers, true)));

    /// <summary>Creates switches; what isn't named follows <c>*</c>, and that is on where it isn't named.</summary>
    public LanguageSwitches(IEnumerable<KeyValuePair<string, bool>> switches)
        : this(ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal).SetItems(switches))
    {
    }

    private LanguageSwitches(ImmutableSortedDictionary<string, bool> switches) => _switches = switches;

    /// <summary>The switches, sorted by name.</summary>
    public IReadOnlyDictionary<string, bool> All => _switches;

    /// <summary>Whether suggestions are on in a language.</summary>
    public bool IsOn(string languageId) =>
        _switches.TryGetValue(languageId, out bool isOn) || _switches.TryGetValue(AllOthers, out isOn) ? isOn : true;

    /// <summary>These switches with others set on top of them.</summary>
    public LanguageSwitches With(IEnumerable<KeyValuePair<string, bool>> switches) => new(_switches.SetItems(switches));

    /// <inheritdoc/>
    public bool Equals(LanguageSwitches? other) => other is not null && _switches.SequenceEqual(other._switches);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LanguageSwitches);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((string language, bool isOn) in _switches)
        {
            hash.Add(language, StringComparer.Ordinal);
            hash.Add(isOn);
        }

        return hash.ToHashCode();
    }
}
