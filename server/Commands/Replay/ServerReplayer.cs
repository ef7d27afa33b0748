using System.Diagnostics;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Types files into a running server, as an editor does, at the pace of a person.</summary>
/// <param name="client">The editor's side.</param>
/// <param name="options">How to type; what to measure doesn't matter here.</param>
/// <param name="interval">The time between two keys.</param>
internal sealed class ServerReplayer(ReplayClient client, ReplayOptions options, TimeSpan interval)
{
    /// <summary>Types one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="onProgress">Told after each key, with the share of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public ServerReplay Replay(TypedFile file, Action<double> onProgress, CancellationToken cancellationToken)
    {
        (SourceText source, string path, TypedRange range) = file;
        string opened = source.Text[..range.Start] + source.Text[range.End..];
        client.OpenDocumentAsync(path, SourceLanguage.IdOf(path), opened).GetAwaiter().GetResult();

        int limit = options.KeystrokesFor(range.End - range.Start);
        int typed = range.Start;
        long lastKey = Stopwatch.GetTimestamp();
        List<Keystroke<ReplayAnswer>> keystrokes = [];
        foreach (Keystroke<ReplayAnswer> keystroke in TypingReplay
            .Type(source.Text, range, options.AcceptsSuggestions, TypeUpTo, answer => answer.Suggestion)
            .Take(limit))
        {
            keystrokes.Add(keystroke);
            onProgress((double)keystrokes.Count / limit);
        }

        return new ServerReplay(
            source.Name,
            keystrokes[^1].Position - range.Start,
            keystrokes.Where(key => key.Accepts).Sum(key => key.Length - 1),
            [.. keystrokes.Select(key => key.Answer)]);

        ReplayAnswer TypeUpTo(int position)
        {
            TimeSpan left = interval - Stopwatch.GetElapsedTime(lastKey);
            if (left > TimeSpan.Zero)
                Task.Delay(left, cancellationToken).GetAwaiter().GetResult();

            lastKey = Stopwatch.GetTimestamp();
            string text = source.Text[typed..position];
            ReplayAnswer answer = client.TypeAsync(typed, text, cancellationToken).GetAwaiter().GetResult();
            typed = position;
            return answer;
        }
    }
}
