using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>What <c>bench --server</c> prints of one file, or of all together.</summary>
/// <param name="File">The file; <see langword="null"/> for all together.</param>
/// <param name="Characters">How many characters were typed or accepted.</param>
/// <param name="Keystrokes">How many keys that took.</param>
/// <param name="SavedShare">The share of the characters that took no key of their own, from 0 to 1.</param>
/// <param name="WithoutModelShare">The share of the keys that were answered without the model, from 0 to 1.</param>
/// <param name="Sources">How many keys were answered from each source.</param>
/// <param name="AnswerMs">Milliseconds from the key to the answer, as the editor sees them.</param>
/// <param name="WithoutModelMs">
/// The same where the model was not asked. <see langword="null"/> if it always was.
/// </param>
/// <param name="OwnMs">Milliseconds that the server says it took itself, model and compiler not counted.</param>
/// <param name="ComputedTokens">Tokens of the prompt that were computed for a key's answer, mean.</param>
internal sealed record ServerReport(
    string? File,
    int Characters,
    int Keystrokes,
    double SavedShare,
    double WithoutModelShare,
    IReadOnlyDictionary<string, int> Sources,
    Percentiles AnswerMs,
    Percentiles? WithoutModelMs,
    Percentiles OwnMs,
    double ComputedTokens)
{
    /// <summary>Sums up at least one file.</summary>
    public static ServerReport Of(string? name, IReadOnlyList<ServerReplay> replays)
    {
        ReplayAnswer[] answers = [.. replays.SelectMany(replay => replay.Answers)];
        double[] withoutModel = [.. answers.Where(answer => answer.Source is "typed" or "earlier").Select(answer => answer.AnsweredMs)];
        int characters = replays.Sum(replay => replay.Characters);
        return new ServerReport(
            name,
            characters,
            answers.Length,
            (double)replays.Sum(replay => replay.SavedCharacters) / characters,
            (double)withoutModel.Length / answers.Length,
            answers.CountBy(answer => answer.Source).OrderByDescending(source => source.Value).ToDictionary(),
            Percentiles.Of(answers.Select(answer => answer.AnsweredMs)),
            withoutModel.Length > 0 ? Percentiles.Of(withoutModel) : null,
            Percentiles.Of(answers.Select(answer => answer.OwnMs)),
            answers.Average(answer => answer.ComputedTokens));
    }
}
