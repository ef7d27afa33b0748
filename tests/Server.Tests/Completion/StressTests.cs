using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Rpc;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>Very many keys, at the settings that users have, with a model that answers at once.</summary>
public sealed class StressTests
{
    private const int Keys = 200_000;
    private const int Documents = 3;

    /// <summary>Requests that may be under way at once: a client waits for answers, too.</summary>
    private const int MostUnderWay = 64;

    /// <summary>Without a key for so long, the one who reads messages is taken to hang, however busy the machine.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Whoever_reads_messages_never_hangs_and_nothing_is_left_behind()
    {
        var insight = new InsightDouble();
        var backend = new BackendDouble();
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([]), TimeProvider.System);
        List<string> log = [];
        using var service = new CompletionService(
            configuration, new LanguageInsights([insight]), _ => backend, TimeProvider.System, log.Add);
        long told = 0;
        service.StatusChanged += _ => Interlocked.Increment(ref told);
        service.Start();
        Assert.True(SpinWait.SpinUntil(() => service.Status.State == EngineState.Ready, HangLimit), "The model isn't loaded.");

        long keys = 0;
        Exception? failure = null;
        List<Task<CompletionReply>> replies = [];
        var reader = new Thread(() =>
        {
            try
            {
                Type(service, replies, ref keys);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        { IsBackground = true, Name = "reader" };
        reader.Start();

        using var typed = new CancellationTokenSource();
        Task percents = Task.Run(
            async () =>
            {
                for (int percent = 0; !typed.IsCancellationRequested; percent++)
                {
                    insight.Say($"{percent}");
                    await Task.Delay(1);
                }
            },
            TestContext.Current.CancellationToken);
        await WatchAsync(reader, () => Interlocked.Read(ref keys));
        await typed.CancelAsync();
        await percents;

        Assert.Null(failure);
        CompletionReply[] answered = await Task.WhenAll(replies).WaitAsync(HangLimit, TestContext.Current.CancellationToken);
        Assert.True(
            SpinWait.SpinUntil(() => service.BackgroundCount == 0, HangLimit), $"{service.BackgroundCount} tasks go on without a document.");
        Assert.Contains(answered, reply => reply.Suggestion is not null);
        Assert.Equal(0, service.SessionCount);
        Assert.Equal(0, insight.Open);
        Assert.Empty(backend.Documents);
        Assert.Empty(log);
        Assert.NotEqual(0, told);
    }

    /// <summary>Plays the one who reads messages: handlers run on that thread up to their first wait.</summary>
    private static void Type(CompletionService service, List<Task<CompletionReply>> replies, ref long keys)
    {
        SynchronizationContext.SetSynchronizationContext(new InlineSynchronizationContext());
        DocumentSnapshot?[] documents = new DocumentSnapshot?[Documents];
        Queue<Task<CompletionReply>> underWay = [];
        for (int key = 0; key < Keys; key++)
        {
            int which = key % 7 % Documents;
            DocumentSnapshot before = documents[which] ??= Open(service, $"untitled:{which}.py");
            DocumentSnapshot after = before with { Version = key, Text = new DocumentText($"x{key} = \n") };
            service.Changed(before, after, 1);
            documents[which] = after;
            underWay.Enqueue(service.CompleteAsync(
                new CompletionQuery(after, after.Text.Length - 1, CompletionTrigger.Automatic, null), CancellationToken.None));
            if (key % 97 == 0)
            {
                service.Closed(after);
                documents[which] = null;
            }

            if (key % 5000 == 0)
                service.Apply(ServerSettings.Default with { MaxTokens = 10 + (key / 5000 % 2) });
            while (underWay.Count > MostUnderWay)
                replies.Add(Wait(underWay.Dequeue()));
            Interlocked.Increment(ref keys);
        }

        foreach (DocumentSnapshot document in documents.OfType<DocumentSnapshot>())
            service.Closed(document);
        replies.AddRange(underWay);

        static Task<CompletionReply> Wait(Task<CompletionReply> reply)
        {
            Assert.True(reply.Wait(HangLimit), "A request is not answered.");
            return reply;
        }
    }

    private static DocumentSnapshot Open(CompletionService service, string uri)
    {
        DocumentSnapshot document = new() { Uri = uri, LanguageId = "python", Version = 0, Text = new DocumentText("x = \n") };
        service.Opened(document);
        return document;
    }

    private static async Task WatchAsync(Thread reader, Func<long> keys)
    {
        long last = -1;
        long since = TimeProvider.System.GetTimestamp();
        while (!reader.Join(0))
        {
            long now = keys();
            if (now != last)
                (last, since) = (now, TimeProvider.System.GetTimestamp());
            if (TimeProvider.System.GetElapsedTime(since) > HangLimit)
                Assert.Fail($"The reader hangs behind {now} keys. {HangDump.Write()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
