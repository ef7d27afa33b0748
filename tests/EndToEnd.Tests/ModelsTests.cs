using System.Text.Json;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

/// <summary><c>lsp-completion models</c>, from a checkpoint to a completion.</summary>
public sealed class ModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_checkpoint_is_imported_listed_described_verified_used_and_removed()
    {
        string source = WriteCheckpoint();
        string library = _folder["library"];

        string folder = await SucceedAsync("models", "import", source, "--name", "tiny", "--to", library);
        Assert.Equal(Path.Combine(library, "tiny"), folder.TrimEnd());

        string list = await SucceedAsync("models", "list", "--to", library, "--json");
        using (JsonDocument models = JsonDocument.Parse(list))
        {
            IEnumerable<JsonElement> installed = models.RootElement.GetProperty("installed").EnumerateArray();
            Assert.Equal(["lsp-completion-default", "tiny"], installed.Select(model => model.GetProperty("name").GetString()));
            Assert.NotEmpty(models.RootElement.GetProperty("available").EnumerateArray());
        }

        Assert.Contains("llama: 2 layers", await SucceedAsync("models", "info", folder.TrimEnd()), StringComparison.Ordinal);
        Assert.Contains("4 files are as they should be", await SucceedAsync("models", "verify", folder.TrimEnd()), StringComparison.Ordinal);
        string completion = await SucceedAsync(
            "complete", $"{_folder.Write("a.py", "x = 1\n"u8.ToArray())}:1:5", "--model", folder.TrimEnd(), "--json", "--max-tokens", "4");
        Assert.Contains("\"generatedTokens\": 4", completion, StringComparison.Ordinal);

        await SucceedAsync("models", "remove", "tiny", "--to", library);
        Assert.Empty(Directory.EnumerateFileSystemEntries(library));
    }

    [Fact]
    public async Task An_altered_file_is_found()
    {
        string folder = (await SucceedAsync("models", "import", WriteCheckpoint(), "--to", _folder["library"])).TrimEnd();
        using (FileStream weights = File.OpenWrite(Path.Combine(folder, "weights.bin")))
        {
            weights.Position = 1000;
            weights.WriteByte(77);
        }

        ExecutableResult result = await Executable.RunAsync("models", "verify", folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("weights.bin is not the file that", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_is_cut_is_told_at_the_import_and_ever_after()
    {
        string source = WriteCheckpoint();
        string configuration = Path.Combine(source, "config.json");
        string text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            configuration, text.Replace("{", "{ \"sliding_window\": 32,", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        ExecutableResult imported = await Executable.RunAsync("models", "import", source, "--to", _folder["library"]);
        string info = await SucceedAsync("models", "info", imported.Output.TrimEnd());

        const string Told = "32 tokens of the 128 that it was made for, since its attention looks back over no more at a time (a sliding window)";
        Assert.Equal($"The context is {Told}.\n", imported.Error);
        Assert.Contains(Told, string.Join(' ', info.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_takes_little_memory_however_large_the_checkpoint()
    {
        Assert.True(LargeCheckpoint.Write(_folder["large"]) >= 500_000_000);

        (ExecutableResult result, long peak) = await Executable.RunWatchingMemoryAsync(
            "models", "import", _folder["large"], "--to", _folder["library"]);

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        long most = (long)(1.3 * LargeCheckpoint.LargestTensorBytes) + 300_000_000;
        Assert.True(peak > 0 && peak <= most, $"It took {peak / 1_000_000} MB, of {most / 1_000_000} MB.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_is_pulled_from_the_hub_that_the_environment_names(bool isBehindProxy)
    {
        using LocalHub hub = new();
        foreach (string file in Directory.GetFiles(WriteCheckpoint()))
            hub.Add(Path.GetFileName(file), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Dictionary<string, string> environment = new()
        {
            ["HF_ENDPOINT"] = isBehindProxy ? "http://hub.invalid" : hub.Address.AbsoluteUri,
            ["HF_TOKEN"] = "secret",
            ["http_proxy"] = isBehindProxy ? hub.Address.AbsoluteUri : "",
            ["no_proxy"] = "",
        };

        ExecutableResult result = await Executable.RunWithEnvironmentAsync(
            environment, "models", "pull", LocalHub.Repository, "--to", _folder["library"], "--name", "pulled");

        Assert.Equal("", result.Error);
        Assert.Equal(_folder["library/pulled"], result.Output.TrimEnd());
        Assert.All(hub.Requests, request => Assert.Equal("Bearer secret", request.Authorization));
        Assert.Contains("4 files are as they should be", await SucceedAsync("models", "verify", _folder["library/pulled"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "'int3' is none", "models", "import", "x.gguf", "--weights", "int3")]
    [InlineData(2, "lsp-completion models import --help", "models", "import")]
    [InlineData(1, "There is nothing at", "models", "import", "x.gguf")]
    [InlineData(1, "is no GGUF file", "models", "import", "README.md")]
    [InlineData(1, "is no model of a hub", "models", "pull", "no-such-model")]
    [InlineData(1, "no model of the library is called so", "models", "info", "no-such-model")]
    [InlineData(1, "There is no model ../default", "models", "remove", "../default", "--to", "models")]
    public async Task Bad_input_gets_one_line(int exitCode, string part, params string[] arguments)
    {
        ExecutableResult result = await Executable.RunAsync(arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(part, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    /// <summary>
    /// On Linux, where a user can have a file system of a few kilobytes without being root. The first size takes the
    /// tokenizer and not the weights, the second the weights and not the graphs.
    /// </summary>
    [Theory(Skip = "a small file system is made with unshare", SkipUnless = nameof(IsLinux))]
    [InlineData("16k")]
    [InlineData("300k")]
    public async Task A_full_disk_is_told_and_leaves_nothing(string size)
    {
        string library = _folder["library"];
        Directory.CreateDirectory(library);
        string script =
            $"mount -t tmpfs -o size={size} tmpfs '{library}' && " +
            $"('{Executable.File}' models import '{WriteCheckpoint()}' --weights fp32 --to '{library}'; echo exit=$?; " +
            $"echo left=$(find '{library}' -mindepth 1 | wc -l))";

        ExecutableResult result = await Executable.RunOtherAsync("unshare", "--map-root-user", "--mount", "sh", "-c", script);

        Assert.Equal("exit=1\nleft=0\n", result.Output);
        Assert.Contains("can't be written", result.Error, StringComparison.Ordinal);
        Assert.Contains("make room", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    public static bool IsLinux => OperatingSystem.IsLinux();

    private static async Task<string> SucceedAsync(params string[] arguments)
    {
        ExecutableResult result = await Executable.RunAsync(arguments);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        return result.Output;
    }

    private string WriteCheckpoint() => TinyCheckpoint.Write(_folder["tiny-llama"]);
}
