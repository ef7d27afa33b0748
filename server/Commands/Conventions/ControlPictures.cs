namespace LspCompletion.Server.Commands.Conventions;

/// <summary>
/// Shows control characters instead of sending them: a source file may hold escape sequences, and printing it must
/// not let them work on the terminal.
/// </summary>
internal static class ControlPictures
{
    private const char FirstPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char ReplacementCharacter = '\uFFFD';

    /// <summary><paramref name="text"/> with every control character but the tab made visible.</summary>
    public static string Replace(string text) => string.Create(text.Length, text, static (shown, source) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = source[i] switch
            {
                '\t' => '\t',
                < ' ' => (char)(FirstPicture + source[i]),
                '\x7F' => DeletePicture,
                var c when char.IsControl(c) => ReplacementCharacter,
                var c => c,
            };
        }
    });
}
