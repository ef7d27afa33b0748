using LspCompletion.Engine.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

public sealed class ModelVerificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();
    private readonly string _graph;

    public ModelVerificationTests()
    {
        _folder.Write("model.json", ManifestText.Valid);
        _folder.Write("tokenizer.json", ManifestText.TokenizerContent);
        _graph = Path.GetFullPath(_folder.Write("graphs/cpu.onnx", ManifestText.GraphContent));
    }

    private string StorePath => _cache["verified-files.json"];

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Files_are_hashed_once()
    {
        Assert.Equal(new VerificationResult(Hashed: 2, Remembered: 0), Verify());
        Assert.Equal(new VerificationResult(Hashed: 0, Remembered: 2), Verify());
    }

    [Fact]
    public void Without_a_cache_folder_files_are_hashed_always()
    {
        var verification = new ModelVerification(cacheFolder: null, TimeProvider.System);

        Assert.Equal(2, Verify(verification).Hashed);
        Assert.Equal(2, Verify(verification).Hashed);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(_graph);

        Assert.Equal($"{_graph} is missing; get the model again.", Fault());
    }

    [Fact]
    public void A_missing_folder_is_told_by_its_file()
    {
        Directory.Delete(_folder["graphs"], recursive: true);

        Assert.Equal($"{_graph} is missing; get the model again.", Fault());
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_named()
    {
        File.Delete(_graph);
        Directory.CreateDirectory(_graph);

        Assert.StartsWith($"{_graph} can't be read (", Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the graph's", 11)]
    [InlineData("", 0)]
    [InlineData("the graph's bytes and more", 26)]
    public void A_file_of_another_size_is_named(string content, int size)
    {
        _folder.Write("graphs/cpu.onnx", content);

        Assert.Equal(
            $"{_graph} is not the file that model.json describes: it has {size} bytes and should have 17; " +
            "get the model again, or describe the file in model.json if it was changed on purpose.",
            Fault());
    }

    [Fact]
    public void An_altered_file_is_named()
    {
        const string altered = "the graph's Bytes";
        _folder.Write("graphs/cpu.onnx", altered);

        Assert.Equal(
            $"{_graph} is not the file that model.json describes: its SHA-256 is {ManifestText.Sha256(altered)} " +
            $"and should be {ManifestText.Sha256(ManifestText.GraphContent)}; " +
            "get the model again, or describe the file in model.json if it was changed on purpose.",
            Fault());
    }

    [Fact]
    public void Every_size_is_checked_before_anything_is_hashed()
    {
        _folder.Write("graphs/cpu.onnx", "the graph's Bytes");
        _folder.Write("tokenizer.json", "cut");

        Assert.StartsWith($"{_folder["tokenizer.json"]} is not the file", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_altered_after_it_was_verified_is_noticed_by_its_time_stamp()
    {
        Verify();
        File.WriteAllText(_graph, "the graph's Bytes");

        Assert.Contains("its SHA-256 is", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_only_touched_is_hashed_again_and_remembered_anew()
    {
        Verify();
        File.SetLastWriteTimeUtc(_graph, DateTime.UtcNow.AddSeconds(-30));

        Assert.Equal(new VerificationResult(Hashed: 1, Remembered: 1), Verify());
        Assert.Equal(new VerificationResult(Hashed: 0, Remembered: 2), Verify());
    }

    [Fact]
    public void A_manifest_that_asks_for_another_checksum_is_not_answered_from_memory()
    {
        Verify();
        string other = ManifestText.Sha256("something else");
        _folder.Write("model.json", ManifestText.With("files.0.sha256", $"\"{other}\""));

        Assert.Contains($"and should be {other}", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_written_just_now_is_not_remembered_yet()
    {
        DateTimeOffset written = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        File.SetLastWriteTimeUtc(_graph, written.UtcDateTime);
        File.SetLastWriteTimeUtc(_folder["tokenizer.json"], written.UtcDateTime);
        var atOnce = new ModelVerification(_cache.Path, new FixedTime(written.AddSeconds(1)));
        var later = new ModelVerification(_cache.Path, new FixedTime(written.AddSeconds(3)));

        Assert.Equal(2, Verify(atOnce).Hashed);
        Assert.Equal(2, Verify(later).Hashed);
        Assert.Equal(0, Verify(later).Hashed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "$graph": null }""")]
    [InlineData("""{ "$graph": {} }""")]
    [InlineData("""{ "$graph": { "stamp": { "size": 17, "lastWrite": "yesterday" }, "sha256": "" } }""")]
    [InlineData("""{ "$graph": { "stamp": { "size": 17, "lastWrite": "2026-01-01T00:00:00Z" }, "sha256": null } }""")]
    public void A_corrupt_store_is_written_anew(string text)
    {
        File.WriteAllText(StorePath, text.Replace("$graph", _graph.Replace('\\', '/'), StringComparison.Ordinal));

        Assert.Equal(new VerificationResult(Hashed: 2, Remembered: 0), Verify());
        Assert.Equal(new VerificationResult(Hashed: 0, Remembered: 2), Verify());
    }

    [Fact]
    public void A_store_that_cannot_be_written_is_done_without()
    {
        // A file where the folder should be: unwritable on every system, for every account.
        string blocked = _cache.Write("blocked", "");
        var verification = new ModelVerification(blocked, TimeProvider.System);

        Assert.Equal(2, Verify(verification).Hashed);
        Assert.Equal(2, Verify(verification).Hashed);
    }

    [Fact]
    public void The_store_keeps_what_others_put_there()
    {
        using TemporaryFolder other = new();
        other.Write("model.json", ManifestText.Valid);
        other.Write("tokenizer.json", ManifestText.TokenizerContent);
        other.Write("graphs/cpu.onnx", ManifestText.GraphContent);

        Verify();
        new ModelVerification(_cache.Path, TimeProvider.System)
            .Verify(ModelDirectory.Open(other.Path), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(2, Verify().Remembered);
    }

    [Fact]
    public void Several_at_once_do_not_disturb_each_other()
    {
        Parallel.For(0, 32, _ => Verify());

        Assert.Equal(2, Verify().Remembered);
        Assert.Equal([StorePath], Directory.GetFiles(_cache.Path));
    }

    [Fact]
    public void A_cancelled_verification_stops_and_remembers_nothing()
    {
        ModelDirectory model = ModelDirectory.Open(_folder.Path);
        using CancellationTokenSource cancellation = new();
        InlineProgress whileHashing = new(_ => cancellation.Cancel());

        var verification = new ModelVerification(_cache.Path, TimeProvider.System);

        Assert.Throws<OperationCanceledException>(() => verification.Verify(model, whileHashing, cancellation.Token));

        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        List<double> shares = [];

        Verify(new ModelVerification(_cache.Path, TimeProvider.System), new InlineProgress(shares.Add));

        Assert.Equal([17 / 38.0, 1], shares);
    }

    [Fact]
    public void An_export_is_whole_when_its_graph_and_tokenizer_are_there()
    {
        File.Delete(_folder["model.json"]);
        _folder.Write("model.onnx", "");
        _folder.Write("config.json", ModelDirectoryTests.Configuration);
        Assert.Equal(new VerificationResult(Hashed: 0, Remembered: 0), Verify());

        File.Delete(_folder["tokenizer.json"]);
        Assert.Equal($"{_folder["tokenizer.json"]} is missing; get the model again.", Fault());
    }

    private VerificationResult Verify() => Verify(new ModelVerification(_cache.Path, TimeProvider.System));

    private VerificationResult Verify(ModelVerification verification, IProgress<double>? progress = null) =>
        verification.Verify(ModelDirectory.Open(_folder.Path), progress, TestContext.Current.CancellationToken);

    private string Fault() => Assert.Throws<EngineException>(Verify).Message;

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
