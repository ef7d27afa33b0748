using System.Globalization;
using System.Text.RegularExpressions;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>What the names of target frameworks mean.</summary>
internal static partial class TargetFrameworks
{
    private const int FirstUnifiedVersion = 5;

    /// <summary>
    /// Whether a text is a framework's name, such as <c>net10.0</c>, <c>netstandard2.0</c> or <c>net8.0-windows10.0.19041</c>.
    /// A folder may be called so, and no other place of a disk.
    /// </summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>The version of a framework of the unified .NET, such as 10.0 for <c>net10.0-windows</c>; 0.0 for others.</summary>
    public static Version VersionOf(string framework)
    {
        Match match = Name().Match(framework);
        return match.Groups["family"].Value.Equals("net", StringComparison.OrdinalIgnoreCase)
            && Version.TryParse(match.Groups["version"].ValueSpan, out Version? version)
            && version.Major >= FirstUnifiedVersion
            ? version
            : new Version(0, 0);
    }

    /// <summary>The symbols that the SDK defines for a framework.</summary>
    public static IEnumerable<string> SymbolsOf(string framework)
    {
        Version version = VersionOf(framework);
        if (version.Major == 0)
            return ["TRACE", "DEBUG"];

        IEnumerable<string> orGreater = Enumerable.Range(FirstUnifiedVersion, version.Major - FirstUnifiedVersion + 1)
            .Select(major => string.Create(CultureInfo.InvariantCulture, $"NET{major}_0_OR_GREATER"));
        return
        [
            "TRACE", "DEBUG", "NET", "NETCOREAPP",
            string.Create(CultureInfo.InvariantCulture, $"NET{version.Major}_{version.Minor}"),
            .. orGreater,
        ];
    }

    // Versions are small: their symbols are counted up to them.
    [GeneratedRegex(
        @"\A(?<family>[A-Za-z]{1,16})(?<version>[0-9]{1,2}(\.[0-9]{1,2}){1,2}|[0-9]{2,3})(-[A-Za-z]{1,16}([0-9]{1,2}(\.[0-9]{1,5}){0,3})?)?\z")]
    private static partial Regex Name();
}
