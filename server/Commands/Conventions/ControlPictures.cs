using System.Globalization;
using LspCompletion.Engine.Text;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>
/// Shows what acts or what nobody sees instead of sending it: a source file, or what a model wrote, may hold escape
/// sequences and marks that turn the direction of text, and printing it must not let them work on the terminal.
/// </summary>
internal static class ControlPictures
{
    private const char FirstPicture = '\u2400';
    private const char DeletePicture = '\u2421';

    /// <summary>
    /// The text with every control character but the tab, and every other that can't be seen, made visible: by its picture
    /// where it has one, otherwise by its number, such as <c>&lt;U+202E&gt;</c>.
    /// </summary>
    public static string Replace(string text) =>
        InvisibleText.Replace(text, Show).Replace('\n', (char)(FirstPicture + '\n')).Replace('\r', (char)(FirstPicture + '\r'));

    private static string Show(int code) => code switch
    {
        < ' ' => ((char)(FirstPicture + code)).ToString(),
        0x7F => DeletePicture.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"<U+{code:X4}>"),
    };
}
