using System.Buffers;
using System.Text.RegularExpressions;

namespace LspCompletion.Server.Settings.Secrets;

/// <summary>
/// Finds secrets in a text by what they look like: private keys, tokens whose makers begin them all alike, and values behind
/// names such as <c>password</c>. No model is shown them, and none is suggested.
/// </summary>
internal static partial class SecretText
{
    /// <summary>What stands in a prompt in place of each of a secret's characters, so that nothing moves.</summary>
    private const char Mask = '*';

    private static readonly SearchValues<char> Signs = SearchValues.Create("!@#$%^&*+/=~");
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly HashSet<string> OrdinaryValues = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "secret", "string", "hidden", "required", "optional", "default", "example", "undefined", "invalid",
        "expired", "missing", "changed", "current", "cancel", "bearer", "public", "private", "object", "number", "boolean", "username",
    };

    /// <summary>A text with its secrets masked; as long as before.</summary>
    public static string Hide(string text)
    {
        char[]? masked = null;
        foreach (Range secret in Find(text))
        {
            masked ??= text.ToCharArray();
            Span<char> hidden = masked.AsSpan()[secret];
            for (int i = 0; i < hidden.Length; i++)
                hidden[i] = hidden[i] is '\n' or '\r' ? hidden[i] : Mask;
        }

        return masked is null ? text : new string(masked);
    }

    /// <summary>A text with its secrets masked but for those in its last line: somebody is at work there.</summary>
    public static string HideAbove(string text)
    {
        int lineStart = text.LastIndexOf('\n') + 1;
        return lineStart == 0 ? text : string.Concat(Hide(text[..lineStart]), text.AsSpan(lineStart));
    }

    /// <summary>The secrets in a text, in no order; what was masked by <see cref="Hide"/> counts, too.</summary>
    public static IEnumerable<Range> Find(string text)
    {
        foreach (Regex form in (Regex[])[PrivateKey(), KnownToken(), InAddress(), Masked()])
        {
            foreach (Match match in form.Matches(text))
                yield return RangeOf(match);
        }

        foreach (Match match in KeyLine().Matches(text))
        {
            if (IsRandom(match.Groups["secret"].ValueSpan, signsCount: false))
                yield return RangeOf(match);
        }

        foreach (Match match in InConnection().Matches(text))
        {
            if (!IsPlaceholder(match.Groups["secret"].ValueSpan))
                yield return RangeOf(match);
        }

        foreach (Match match in Named().Matches(text))
        {
            ReadOnlySpan<char> value = match.Groups["secret"].ValueSpan;
            bool isPassword = match.Groups["pass"].Success;
            if (!IsPlaceholder(value) && (isPassword ? !IsOrdinary(value) : IsRandom(value, signsCount: true)))
                yield return RangeOf(match);
        }

        foreach (Match match in Bare().Matches(text))
        {
            ReadOnlySpan<char> value = match.Groups["secret"].ValueSpan;
            if (!IsPlaceholder(value) && IsRandom(value, signsCount: false))
                yield return RangeOf(match);
        }
    }

    private static Range RangeOf(Match match)
    {
        Group secret = match.Groups["secret"];
        return secret.Index..(secret.Index + secret.Length);
    }

    /// <summary>Whether a value only says where one comes from: a variable, a placeholder.</summary>
    private static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value is ['$', '{' or '(', ..] or ['{', ..] or ['<', ..] or ['%', ..] or ['[', ..] || value.StartsWith("process.env") || value.StartsWith("#{");

    private static bool IsOrdinary(ReadOnlySpan<char> value) =>
        OrdinaryValues.Contains(value.ToString()) || (value.ContainsAny("_./:") && !value.ContainsAnyInRange('0', '9'));

    /// <summary>Whether a value is made of characters as nobody writes words: of several kinds, and seldom twice the same.</summary>
    private static bool IsRandom(ReadOnlySpan<char> value, bool signsCount)
    {
        bool hasLower = value.ContainsAnyInRange('a', 'z');
        bool hasUpper = value.ContainsAnyInRange('A', 'Z');
        bool hasDigit = value.ContainsAnyInRange('0', '9');
        bool hasSign = value.ContainsAny(Signs);
        int kinds = (hasLower ? 1 : 0) + (hasUpper ? 1 : 0) + (hasDigit ? 1 : 0) + (hasSign && signsCount ? 1 : 0);
        int wanted = signsCount ? 2 : 3;
        bool isHexadecimal = hasDigit && value.Length >= 16 && !value.ContainsAnyExcept(HexadecimalDigits);
        return value.Length >= 8 && (hasDigit || (hasSign && signsCount)) && (kinds >= wanted || isHexadecimal) && Entropy(value) >= 2.5;
    }

    /// <summary>Bits a character, by how often each comes.</summary>
    private static double Entropy(ReadOnlySpan<char> value)
    {
        Dictionary<char, int> counts = [];
        foreach (char character in value)
            counts[character] = counts.GetValueOrDefault(character) + 1;
        double bits = 0;
        foreach (int count in counts.Values)
            bits -= count * Math.Log2((double)count / value.Length);
        return bits / value.Length;
    }

    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(\\[rn]|\s)*(?<secret>[A-Za-z0-9+/=\s\\:,.\-]*?)(\\[rn]|\s)*(-----END|""|$(?!\n[A-Za-z0-9+/]))", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    /// <summary>A line of a key: the beginning of the key may be too far away to be seen.</summary>
    [GeneratedRegex(@"^[\s+\-""'>|]*(?<secret>[A-Za-z0-9+/]{56,}={0,2})(\\n)?[\s""',;+\\]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex KeyLine();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9_])(?<secret>" +
        // Clouds.
        @"(AKIA|ASIA|AROA|AGPA|AIDA|ANPA)[A-Z0-9]{12,}|AIza[\w\-]{30,}|ya29\.[\w\-]{16,}|GOCSPX-[\w\-]{16,}|LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{13,}|" +
        @"dop_v1_[a-f0-9]{32,}|do[or]_v1_[a-f0-9]{32,}|hvs\.[\w\-]{16,}|hvb\.[\w\-]{16,}|dapi[a-f0-9]{32}|pscale_(tkn|pw|oauth)_[\w\-.]{16,}|" +
        // Where source code and packages are kept.
        @"gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|gl(pat|dt|rt|soat|ft|imt|agent|cbt|ptt)-[\w\-]{16,}|npm_[A-Za-z0-9]{24,}|pypi-[\w\-]{24,}|" +
        @"rubygems_[a-f0-9]{32,}|dckr_pat_[\w\-]{16,}|ATATT3[\w\-=]{24,}|ATBB[A-Za-z0-9]{24,}|oy2[a-z0-9]{43}|sbp_[a-f0-9]{32,}|" +
        // Services.
        @"sk-[A-Za-z0-9][\w\-]{15,}|[srp]k_(live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{16,}|xox[abeoprs]-[\w\-]{10,}|xapp-[\w\-]{10,}|SG\.[\w\-]{16,}\.[\w\-]{16,}|" +
        @"shp(at|ss|ca|pa)_[a-fA-F0-9]{16,}|hf_[A-Za-z0-9]{20,}|key-[a-f0-9]{32}|[a-f0-9]{32}-us[0-9]{1,2}|(SK|AC)[a-f0-9]{32}|EAA[A-Za-z0-9]{30,}|" +
        @"[0-9]{8,10}:AA[\w\-]{30,}|[MNO][\w\-]{22,}\.[\w\-]{6}\.[\w\-]{26,}|NRAK-[A-Z0-9]{20,}|PMAK-[a-f0-9\-]{24,}|lin_api_[A-Za-z0-9]{24,}|figd_[\w\-]{24,}|" +
        @"sq0(atp|csp)-[\w\-]{20,}|access_token\$production\$[a-z0-9]{16}\$[a-f0-9]{32}|AGE-SECRET-KEY-1[0-9A-Z]{40,}|" +
        // Made of parts, or with what they are for before them.
        @"eyJ[\w\-]{10,}\.[\w\-]{10,}(\.[\w\-]*)?" +
        @")|(?<=\b[Bb]earer )(?<secret>[\w\-.~+/]{16,}=*)|(?<=\b[Bb]asic )(?<secret>[A-Za-z0-9+/]{16,}={0,2})",
        RegexOptions.CultureInvariant)]
    private static partial Regex KnownToken();

    [GeneratedRegex(
        @"://[^\s/:@""']{0,64}:(?<secret>[^\s/@""']{3,})@|hooks\.slack\.com/services/(?<secret>[A-Z0-9/a-z]{16,})|discord(app)?\.com/api/webhooks/(?<secret>[\w/\-]{24,})|[?&]sig=(?<secret>[\w%+/\-]{16,})",
        RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();

    [GeneratedRegex(
        @"(?<=[;""'`?&]\s{0,2})(password|pwd|accountkey|sharedaccesskey|sharedaccesssignature|access ?key)\s*=\s*(?<secret>[^\s;""'<>]{3,})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex InConnection();

    [GeneratedRegex(
        @"((?<pass>(?<![A-Za-z])pass|pass(word|wd|phrase|code)|pwd)|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|auth[_\-]?key|account[_\-]?key|encryption[_\-]?key|signing[_\-]?key|master[_\-]?key|license[_\-]?key|credentials?|connection[_\-]?string)" +
        @"[\w\-]{0,24}[""'\]]{0,2}\s*(:|=|=>|:=|,)\s*[@$bruf]{0,2}[""'`](?<secret>[^\s""'`]{6,})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"^[ \t\-+]*(export[ ]+|set[ ]+|ENV[ ]+)?[\w.\-]*((?<![A-Za-z])pass|pass(word|wd|phrase)|pwd|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|auth[_\-]?key|credential)[\w.\-]*[ \t]*[:=][ \t]*(?<secret>[\w!@#$%^&*+/=~.\-]{8,})[ \t]*\r?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Bare();

    [GeneratedRegex(@"(?<=[""'`=:]\s*)(?<secret>\*{6,})", RegexOptions.CultureInvariant)]
    private static partial Regex Masked();
}
