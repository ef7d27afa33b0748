using System.Globalization;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>What the names of target frameworks mean.</summary>
internal static class TargetFrameworks
{
    private const int FirstUnifiedVersion = 5;

    /// <summary>The version of a framework of the unified .NET, such as 10.0 for <c>net10.0-windows</c>; 0.0 for others.</summary>
    public static Version VersionOf(string framework)
    {
        string name = framework.Split('-')[0];
        return name.StartsWith("net", StringComparison.OrdinalIgnoreCase)
            && name.Contains('.', StringComparison.Ordinal)
            && Version.TryParse(name.AsSpan(3), out Version? version)
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
}
