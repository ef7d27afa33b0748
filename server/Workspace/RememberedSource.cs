using System.Diagnostics.CodeAnalysis;
using System.Text;
using LspCompletion.Server.Languages;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Workspace;

/// <summary>Which files of a folder are remembered, and what of them.</summary>
internal static class RememberedSource
{
    /// <summary>Larger files were written by programs: nobody goes on writing like that.</summary>
    public const int MostBytes = 1 << 19;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a file is source in which suggestions would be shown, and may be seen by others.</summary>
    /// <param name="configuration">What is set.</param>
    /// <param name="path">The file's path, absolute.</param>
    public static bool IsRemembered(WorkspaceConfiguration configuration, string path) =>
        configuration.Rules.IsAllowed(path, SourceLanguage.IdOf(path), out _) && configuration.MayBeShown(path);

    /// <summary>The text of a file as it is remembered: without secrets.</summary>
    /// <param name="bytes">What the file consists of.</param>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is text at all.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (bytes.Length > MostBytes || bytes.Contains((byte)0))
            return false;

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            text = SecretText.Hide(StrictUtf8.GetString(bytes));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
