using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Context;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Commands.Doctor;

/// <summary>
/// Goes the way of a request at a place, by the stages that answer an editor, and notes at each what would keep a suggestion
/// from being shown there. Nothing is in a hurry on the way; what would have been is compared with the limits afterwards.
/// </summary>
/// <param name="backend">What writes, not loaded yet.</param>
/// <param name="configuration">What the user has set.</param>
/// <param name="clock">The time.</param>
internal sealed class PlaceExamination(IBackend backend, WorkspaceConfiguration configuration, TimeProvider clock)
{
    private readonly List<PlaceFinding> _findings = [];

    private ServerSettings Settings => configuration.Settings;

    /// <summary>Examines a place. Only once.</summary>
    /// <param name="query">The place.</param>
    /// <param name="insight">What a compiler knows of its document, as far as it was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, in the order of the way, and what is suggested by what was written there, if it was.</returns>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    public async Task<(IReadOnlyList<PlaceFinding> Findings, string Text)> ExamineAsync(
        CompletionQuery query, IDocumentInsight insight, CancellationToken cancellationToken)
    {
        insight.Prepare(query.Document);
        Find("enabled", Admission.RefuseAll(Settings), "suggestions are on");
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        Find("file", Admission.RefuseFile(query, configuration), $"{query.Document.LanguageId} is completed, and no rule leaves the file alone");
        Find("text", Admission.RefuseText(PlacedQuery.At(query, [], configuration, insight)), "neither comments nor strings are in the way");

        // What is let alone is shown to no model, here as in an editor.
        if (_findings.Exists(finding => finding.Stops))
            return (_findings, "");

        try
        {
            return (_findings, await WriteAsync(query, insight, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is EngineException or BackendGoneException)
        {
            Find("writing", exception.Message, "");
            return (_findings, "");
        }
    }

    private void Find(string name, string? refusal, string otherwise) =>
        _findings.Add(new PlaceFinding(name, refusal ?? otherwise, Stops: refusal is not null));

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            BackendDescription writer = await backend.LoadAsync(new Progress<double>(), cancellationToken).ConfigureAwait(false);
            string provider = writer.ExecutionProvider is { } name ? $" on {name}" : "";
            string place = writer.Destination is { } destination ? $" at {destination}" : "";
            Find("model", null, $"{writer.Model}{provider}{place}");
        }
        catch (Exception exception) when (exception is EngineException or BackendGoneException)
        {
            Find("model", exception.Message, "");
        }
    }

    private async Task<string> WriteAsync(CompletionQuery query, IDocumentInsight insight, CancellationToken cancellationToken)
    {
        WorkspaceConfiguration unhurried = configuration with { Settings = UnhurriedCompletion.Unhurried(Settings) };
        var search = new ContextSearch(new ContextCollector());
        IReadOnlyList<ContextFile> context = Settings.ContextTokens == 0 ? [] :
            (await search.FindAsync(query.Document, query.Offset, DocumentContext.None, insight, configuration, cancellationToken).ConfigureAwait(false)).Files;
        var completion = new UnhurriedCompletion(backend, clock);
        (Written written, Shown shown) = await completion.CompleteAsync(query, unhurried, insight, context, cancellationToken).ConfigureAwait(false);
        if (backend.Trouble is { } trouble)
            Find("backend", null, trouble);

        bool isUnsure = written.Kept.Filter == FilterReason.LowConfidence;
        bool isSilent = written.Result.Text.Length == 0;
        string? silence = shown.Text.Length == 0 ? shown.Reason ?? "nothing of it fits" : null;
        Find("writing", isSilent ? silence : null, $"the model writes {written.Result.Stats.GeneratedTokens} tokens");
        if (isSilent)
            return "";

        string confidence = string.Create(
            CultureInfo.InvariantCulture,
            $"the confidence is {Confidence.Of(written.Result.Text, written.Result.LogProbabilities):F2}, and confidenceThreshold is {Settings.ConfidenceThreshold:F2}");
        Find("confidence", isUnsure ? $"{written.Kept.Silence}: {confidence}" : null, confidence);
        if (isUnsure)
            return "";

        bool isChecked = shown.Check is not null;
        Find("filters", isChecked ? null : silence, DescribeFilters(shown));
        if (!isChecked)
            return "";

        Find("check", silence, $"{shown.Check}");
        if (silence is not null)
            return "";

        // The place again, as the next key finds it: with the prompt in the cache, and the compiler warm.
        (Written again, Shown shownAgain) = await completion.CompleteAsync(query, unhurried, insight, context, cancellationToken).ConfigureAwait(false);
        CompareTimes(written.Result.Stats, again.Result.Stats, shownAgain);
        return shown.Text;
    }

    private static string DescribeFilters(Shown shown) => shown.Filter is { } filter
        ? $"{FilterResult.NameOf(filter)} shortens it: {new FilterResult("", filter).Explanation}"
        : "they leave it as it is";

    private void CompareTimes(CompletionStats cold, CompletionStats warm, Shown shown)
    {
        string times = string.Create(
            CultureInfo.InvariantCulture,
            $"{cold.TotalMs:F0} ms with nothing in the cache, {warm.TotalMs:F0} ms with the prompt in it (timeLimitMs is {Settings.TimeLimitMs})");
        bool isChecked = shown.Check is { Outcome: not CheckOutcome.Unchecked };
        if (isChecked)
            times += string.Create(CultureInfo.InvariantCulture, $", and {shown.CheckMs:F0} ms for the check (cSharpCheckMs is {Settings.CSharpCheckMs})");

        string? late = warm.FirstTokenMs > Settings.TimeLimitMs ? $"nothing is there in time: {times}"
            : isChecked && shown.CheckMs > Settings.CSharpCheckMs && !Settings.CSharpShowLate ? $"the check isn't done in time: {times}"
            : null;
        string first = cold.FirstTokenMs > Settings.TimeLimitMs ? "; the first request is too slow, and later ones go on from there" : "";
        Find("time", late, times + first);
    }
}
