using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>Finds what looks like a secret in a completion, together with what stands around it.</summary>
internal static class SecretValues
{
    /// <summary>The length of the completion up to the first secret; <see langword="null"/> where there is none.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindCut(string text, Surroundings around)
    {
        string whole = string.Concat(around.Line, text, around.Rest);
        int? cut = null;
        foreach (Range secret in SecretText.Find(whole))
        {
            int start = secret.Start.Value - around.Line.Length;
            bool isInText = start < text.Length && secret.End.Value > around.Line.Length;
            if (isInText && !(start >= cut))
                cut = Math.Max(0, start);
        }

        return cut;
    }
}
