using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Hub;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Hub;

/// <summary>Downloads from a hub on this machine that has every fault that one can have.</summary>
public sealed class ModelPullTests : IDisposable
{
    private const string Weights = $"/{LocalHub.Repository}/resolve/main/model.safetensors";

    private static readonly TimeSpan Pauses = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalHub _hub = new();

    public ModelPullTests()
    {
        foreach (string file in (string[])["config.json", "model.safetensors"])
            _hub.Add(file, File.ReadAllBytes(RepositoryPaths.Fixture("models", "checkpoints", "llama", file)));
        _hub.Add("tokenizer.json", System.Text.Encoding.UTF8.GetBytes(AsciiTokenizer.Json()));
        _hub.Add("README.md", "---\nlicense: mit\n---\n"u8.ToArray());
        _hub.Add("pytorch_model.bin", new byte[100]);
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_downloaded_verified_and_imported_and_the_download_is_gone()
    {
        List<double> reports = [];

        ModelDirectory model = ModelDirectory.Open(await PullAsync(progress: new InlineProgress(reports.Add)));

        Assert.Equal(_folder["library/a-model"], model.Folder);
        Assert.Equal(new ModelLicence("mit"), model.Manifest.Licence);
        Assert.Equal(["a-model"], Entries());
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1], precision: 6);
        Assert.DoesNotContain(_hub.Requests, request => request.Path.Contains("pytorch", StringComparison.Ordinal));
        new ModelVerification(cacheFolder: null, TimeProvider.System)
            .Verify(model, progress: null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_connection_that_is_cut_again_and_again_is_gone_on_with()
    {
        _hub.Fault = (request, before, reply) =>
            request.Path == Weights && before < 12 ? reply with { CutAfter = 20_000 } : reply;

        await PullAsync();

        HubRequest[] requests = [.. _hub.Requests.Where(request => request.Path == Weights)];
        Assert.Equal(13, requests.Length);
        Assert.Equal(Enumerable.Range(0, 13).Select(i => i * 20_000L), requests.Select(request => request.From));
    }

    [Fact]
    public async Task What_was_given_up_goes_on_the_next_time()
    {
        _hub.Fault = (request, _, reply) => request.Path == Weights ? reply with { CutAfter = 150_000, Hangs = true } : reply;
        using CancellationTokenSource cancellation = new();
        InlineProgress progress = new(share =>
        {
            // The weights are nearly all of it.
            if (share > 0.3)
                cancellation.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(progress: progress, cancellationToken: cancellation.Token));
        Assert.Equal([".downloads"], Entries());

        _hub.Requests.Clear();
        _hub.Fault = (_, _, reply) => reply;
        await PullAsync();

        Assert.InRange(Assert.Single(_hub.Requests, request => request.Path == Weights).From, 1, 150_000);
        Assert.DoesNotContain(_hub.Requests, request => request.Path.EndsWith("config.json", StringComparison.Ordinal));
        Assert.Equal(["a-model"], Entries());
    }

    [Theory]
    [InlineData("no answer to ranges")]
    [InlineData("another range than was asked for")]
    [InlineData("a range of a file of another size")]
    [InlineData("a range that is refused")]
    [InlineData("503 at first")]
    [InlineData("429 at first")]
    [InlineData("a list that is unavailable at first")]
    [InlineData("other bytes at first")]
    public async Task What_another_try_mends_is_tried_again(string fault)
    {
        _hub.Fault = (request, before, reply) =>
        {
            bool isList = request.Path.StartsWith("/api", StringComparison.Ordinal);
            if (fault == "a list that is unavailable at first" && isList && before < 2)
                return new HubReply(502, []);
            if (request.Path != Weights)
                return reply;

            bool isFirst = before == 0;
            return fault switch
            {
                "503 at first" when before < 3 => new HubReply(503, []),
                "429 at first" when before < 3 => new HubReply(429, []),
                "other bytes at first" when isFirst => reply with { Body = [.. reply.Body.Select(value => (byte)(value ^ 1))] },
                "503 at first" or "429 at first" or "other bytes at first" or "a list that is unavailable at first" => reply,

                // The others need something to go on with.
                _ when isFirst => reply with { CutAfter = 100_000 },
                "no answer to ranges" => new HubReply(200, WeightBytes()),
                "another range than was asked for" when before == 1 =>
                    reply with { Headers = Range($"bytes 0-{WeightBytes().Length - 1}/{WeightBytes().Length}") },
                "a range of a file of another size" when before == 1 =>
                    reply with { Headers = Range($"bytes {request.From}-{WeightBytes().Length - 1}/{WeightBytes().Length + 5}") },
                "a range that is refused" when before == 1 => new HubReply(416, []),
                _ => reply,
            };
        };

        await PullAsync();

        Assert.Equal(["a-model"], Entries());
    }

    [Theory]
    [InlineData("wrong bytes", "checksum is wrong, twice")]
    [InlineData("wrong Git bytes", "config.json", "checksum is wrong")]
    [InlineData("too many bytes", "sends more than the")]
    [InlineData("too few bytes", "the connection ended after", "Run the command again", "HTTPS_PROXY")]
    [InlineData("always 503", "the hub answered 503")]
    [InlineData("always unavailable", "can't be reached", "503", "HF_ENDPOINT")]
    [InlineData("401", "accept its terms at", "HF_TOKEN")]
    [InlineData("404", "has no someone/a-model at main", "check the name")]
    [InlineData("418", "the hub answered 418")]
    [InlineData("circles", "in circles")]
    [InlineData("to a file", "leads from http to file")]
    [InlineData("a page elsewhere", "goes on elsewhere")]
    public async Task What_no_try_mends_is_told_and_leaves_no_model(string fault, params string[] parts)
    {
        _hub.Fault = (request, _, reply) =>
        {
            bool isList = request.Path.StartsWith("/api", StringComparison.Ordinal);
            bool isWeights = request.Path == Weights;
            return fault switch
            {
                "wrong bytes" when isWeights => reply with { Body = [.. reply.Body.Select(value => (byte)(value ^ 1))] },
                "wrong Git bytes" when request.Path.EndsWith("/config.json", StringComparison.Ordinal) =>
                    reply with { Body = [.. reply.Body.Select(value => (byte)(value ^ 1))] },
                "too many bytes" when isWeights => new HubReply(200, [.. WeightBytes(), 1]),
                "too few bytes" when isWeights => reply with { Body = [], Headers = new Dictionary<string, string>(), Status = 200 },
                "always 503" when isWeights => new HubReply(503, []),
                "always unavailable" when isList => new HubReply(503, []),
                "401" when isList => new HubReply(401, []),
                "404" when isList => new HubReply(404, []),
                "418" when isWeights => new HubReply(418, []),
                "circles" when isWeights => new HubReply(302, []) { Headers = Location(Weights) },
                "to a file" when isWeights => new HubReply(302, []) { Headers = Location("file:///etc/passwd") },
                "a page elsewhere" when isList => reply with
                {
                    Headers = new Dictionary<string, string> { ["Link"] = "<http://elsewhere.invalid/next>; rel=\"next\"" },
                },
                _ => reply,
            };
        };

        await AssertRefusedAsync(parts);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("a/../../model.safetensors")]
    [InlineData("..\\\\model.safetensors")]
    [InlineData("C:/model.safetensors")]
    [InlineData("model.safetensors/.. /x")]
    [InlineData("model\\u0000.safetensors")]
    [InlineData("")]
    public async Task A_path_that_leads_elsewhere_is_refused_before_anything_is_downloaded(string path)
    {
        _hub.Listing = _hub.TrueListing().Replace("\"model.safetensors\"", $"\"{path}\"", StringComparison.Ordinal);

        await AssertRefusedAsync("outside of the model");

        Assert.Single(_hub.Requests);
    }

    [Theory]
    [InlineData("<html>Sign in to the network</html>", "can't be read")]
    [InlineData("{\"error\":\"no\"}", "can't be read")]
    [InlineData("[{\"type\":\"file\",\"path\":\"model.safetensors\",\"size\":1}]", "can't be read")]
    [InlineData("[{\"type\":\"file\",\"path\":\"model.safetensors\",\"size\":-1,\"oid\":\"0\"}]", "no size or no checksum")]
    [InlineData("[]", "neither safetensors nor an ONNX graph")]
    public async Task A_list_that_makes_no_sense_is_refused(string listing, string part)
    {
        _hub.Listing = listing;

        await AssertRefusedAsync(part);
    }

    [Fact]
    public async Task More_than_the_disk_holds_is_refused_before_anything_is_downloaded()
    {
        _hub.Listing = _hub.TrueListing().Replace(
            $"\"size\":{WeightBytes().Length},", "\"size\":4611686018427387904,", StringComparison.Ordinal);

        await AssertRefusedAsync("The download takes", "make room");
    }

    [Fact]
    public async Task Sizes_that_overflow_are_refused_before_anything_is_downloaded()
    {
        string entry = $$"""{"type":"file","oid":"{{new string('a', 40)}}","size":{{long.MaxValue}},"path":"PATH"}""";
        _hub.Listing = $"[{entry.Replace("PATH", "model-1.safetensors", StringComparison.Ordinal)},{entry.Replace("PATH", "model-2.safetensors", StringComparison.Ordinal)}]";

        await AssertRefusedAsync("The download takes 18446744073710 MB more", "make room");

        Assert.Single(_hub.Requests);
    }

    [Fact]
    public async Task A_list_without_end_is_read_no_further_than_a_list_may_go()
    {
        long written = 0;
        _hub.Fault = (request, _, reply) => request.Path.StartsWith("/api", StringComparison.Ordinal)
            ? reply with { Endless = bytes => written += bytes }
            : reply;

        await AssertRefusedAsync("has more than 8 MB");

        Assert.InRange(written, 0, 64 << 20);
    }

    [Fact]
    public async Task A_list_that_drips_is_given_up()
    {
        _hub.Fault = (request, _, reply) => request.Path.StartsWith("/api", StringComparison.Ordinal)
            ? reply with { DripsEveryMs = 5 }
            : reply;

        await AssertRefusedAsync(clock: new HastyClock(longest: TimeSpan.FromSeconds(90)), "its list took longer than 60 s");
    }

    [Fact]
    public async Task A_list_of_more_files_than_any_model_has_is_given_up()
    {
        string entry = $$"""{"type":"file","oid":"{{new string('a', 40)}}","size":1,"path":"PATH"}""";
        _hub.Listing = $"[{string.Join(',', Enumerable.Range(0, 6000).Select(i => entry.Replace("PATH", $"f{i}", StringComparison.Ordinal)))}]";
        _hub.Fault = (request, _, reply) => request.Path.StartsWith("/api", StringComparison.Ordinal)
            ? reply with { Headers = new Dictionary<string, string> { ["Link"] = $"<{request.Path}>; rel=\"next\"" } }
            : reply;

        await AssertRefusedAsync("more than 10000 files");

        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_file_that_drips_is_given_up()
    {
        _hub.Fault = (request, _, reply) => request.Path == Weights ? reply with { DripsEveryMs = 5 } : reply;

        await AssertRefusedAsync(clock: new HastyClock(longest: TimeSpan.FromSeconds(90)), "can't be downloaded", "next to nothing came");

        Assert.Equal(5, _hub.Requests.Count(request => request.Path == Weights));
    }

    [Fact]
    public async Task A_file_of_which_each_try_brings_a_little_is_given_up()
    {
        _hub.Fault = (request, _, reply) => request.Path == Weights ? reply with { CutAfter = 100 } : reply;

        await AssertRefusedAsync("can't be downloaded");

        Assert.Equal(5, _hub.Requests.Count(request => request.Path == Weights));
    }

    [Theory]
    [InlineData("Link", "<http://[>; rel=\"next\"")]
    [InlineData("Link", "<<<<<<<<<<<<")]
    public async Task A_next_page_that_is_no_address_is_no_failure_of_ours(string header, string value)
    {
        _hub.Fault = (request, _, reply) => request.Path.StartsWith("/api", StringComparison.Ordinal)
            ? reply with { Headers = new Dictionary<string, string> { [header] = value } }
            : reply;

        if (value.Contains("rel", StringComparison.Ordinal))
            await AssertRefusedAsync("goes on elsewhere");
        else
            await PullAsync();
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_nobody_else()
    {
        using LocalHub elsewhere = new();
        elsewhere.Add("model.safetensors", WeightBytes());
        _hub.Fault = (request, _, reply) => request.Path == Weights
            ? new HubReply(302, []) { Headers = Location(new Uri(elsewhere.Address, Weights).AbsoluteUri) }
            : reply;

        await PullAsync(token: "secret");

        Assert.All(_hub.Requests, request => Assert.Equal("Bearer secret", request.Authorization));
        Assert.NotEmpty(elsewhere.Requests);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_hub_that_falls_silent_is_asked_again()
    {
        _hub.Fault = (request, before, reply) =>
            request.Path == Weights && before == 0 ? reply with { CutAfter = 50_000, Hangs = true } : reply;

        await PullAsync(clock: new HastyClock(longest: TimeSpan.FromSeconds(90)));

        Assert.Contains(_hub.Requests, request => request.Path == Weights && request.From > 0);
    }

    [Fact]
    public async Task Nothing_is_asked_when_the_model_is_there_already()
    {
        await PullAsync();
        _hub.Requests.Clear();

        var exception = await Assert.ThrowsAsync<EngineException>(() => PullAsync());

        Assert.Contains("is there already", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_told()
    {
        _hub.Close();

        await AssertRefusedAsync("can't be reached", "HTTPS_PROXY");
    }

    [Theory]
    [InlineData("owner/name", "owner/name", null)]
    [InlineData("owner/name/model-Q4_0.gguf", "owner/name", "model-Q4_0.gguf")]
    [InlineData("owner/name/folder/model.gguf", "owner/name", "folder/model.gguf")]
    public void A_repository_is_named_by_owner_and_name(string text, string name, string? file)
    {
        HubRepository repository = HubRepository.Parse(text);

        Assert.Equal((name, file), (repository.Name, repository.File));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("owner/..")]
    [InlineData("owner/name/../x.gguf")]
    [InlineData("owner/name?x=y")]
    [InlineData("https://host/owner/name")]
    [InlineData("owner/name\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<EngineException>(() => HubRepository.Parse(text));

    private static Dictionary<string, string> Range(string range) => new() { ["Content-Range"] = range };

    private static Dictionary<string, string> Location(string address) => new() { ["Location"] = address };

    private static byte[] WeightBytes() =>
        File.ReadAllBytes(RepositoryPaths.Fixture("models", "checkpoints", "llama", "model.safetensors"));

    private Task AssertRefusedAsync(params string[] parts) => AssertRefusedAsync(clock: null, parts);

    private async Task AssertRefusedAsync(TimeProvider? clock, params string[] parts)
    {
        var exception = await Assert.ThrowsAsync<EngineException>(() => PullAsync(clock: clock));

        Assert.DoesNotContain('\n', exception.Message);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Entries(), entry => entry != ".downloads");
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(_folder.Path), entry => Path.GetFileName(entry) != "library");
    }

    private IEnumerable<string?> Entries() => Directory.Exists(_folder["library"])
        ? Directory.EnumerateFileSystemEntries(_folder["library"]).Select(Path.GetFileName)
        : [];

    private Task<string> PullAsync(
        IProgress<double>? progress = null,
        string? token = null,
        TimeProvider? clock = null,
        CancellationToken? cancellationToken = null) =>
        new ModelPull(clock ?? new HastyClock(Pauses)).RunAsync(
            new PullOptions
            {
                Endpoint = new HubEndpoint(_hub.Address, token),
                Repository = HubRepository.Parse(LocalHub.Repository),
                Library = _folder["library"],
            },
            progress,
            cancellationToken ?? TestContext.Current.CancellationToken);
}
