using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

/// <summary>Bad input gets one line on standard error that names cause and cure, and an exit code that is not 0.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Error = 1;
    private const int Usage = 2;
    private const string Sample = "tests/Samples/Inventory.cs";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Usage, "Required command was not provided", "lsp-completion --help")]
    [InlineData(Usage, "'frobnicate'", "lsp-completion --help", "frobnicate")]
    [InlineData(Usage, "Required argument 'FILE:LINE:COLUMN' missing", "lsp-completion complete --help", "complete")]
    [InlineData(Usage, "'Inventory.cs' is not a place", "write FILE:LINE:COLUMN", "complete", "Inventory.cs")]
    [InlineData(Usage, "has a line 0", "count from 1", "complete", $"{Sample}:0:5")]
    [InlineData(Usage, "has a column 0", "count from 1", "complete", $"{Sample}:5:0")]
    [InlineData(Usage, "'--bogus'", "complete --help", "complete", $"{Sample}:1:1", "--bogus")]
    [InlineData(Usage, "'many' is none", "from 1 up", "complete", $"{Sample}:1:1", "--max-tokens", "many")]
    [InlineData(Usage, "'-1' is none", "from 0 up", "complete", $"{Sample}:1:1", "--max-lines", "-1")]
    [InlineData(Usage, "--no-cache leaves nothing to compare", "leave it out", "bench", Sample, "--no-cache", "--compare")]
    [InlineData(Usage, "--server goes by the user's settings", "leave out --server", "bench", Sample, "--server", "--execution-provider", "cpu")]
    [InlineData(Usage, "'gpu' is none", "takes cpu or directml", "bench", Sample, "--execution-provider", "gpu")]
    [InlineData(Error, "There is no file missing.cs", "check the path", "complete", "missing.cs:1:1")]
    [InlineData(Error, "tests is a folder", "name a file in it", "complete", "tests:1:1")]
    [InlineData(Error, "Line 900 is past the end", "choose one from 1 to", "complete", $"{Sample}:900:1")]
    [InlineData(Error, "Column 900 is past the end of line 1", "choose one from 1 to", "complete", $"{Sample}:1:900")]
    [InlineData(Error, "The language of LICENSE is unknown", "--language", "complete", "LICENSE:1:1")]
    [InlineData(Error, "The language klingon is unknown", "csharp", "complete", $"{Sample}:1:1", "--language", "klingon")]
    [InlineData(Error, "no-such-model", "--model", "complete", $"{Sample}:1:1", "--model", "no-such-model")]
    [InlineData(Usage, "--folder says more of a place", "--at", "doctor", "--folder", "tests")]
    [InlineData(Error, "There is no folder", "open in the editor", "doctor", "--at", $"{Sample}:1:1", "--folder", "missing")]
    [InlineData(Error, "There is no file missing.cs", "check the path", "bench", Sample, "missing.cs")]
    [InlineData(Error, "has no lines 40 to 20", "--from and --to", "bench", Sample, "--from", "40", "--to", "20")]
    public async Task On_the_command_line(int exitCode, string cause, string cure, params string[] arguments) =>
        await AssertRefusedAsync(exitCode, cause, cure, arguments);

    [Theory]
    [InlineData("", "is empty", "write a first line")]
    [InlineData("EFBBBF", "is empty", "write a first line")]
    [InlineData("610A62FF", "is not valid UTF-8 in line 2", "save it as UTF-8")]
    [InlineData("FFFE6100", "is UTF-16", "save it as UTF-8")]
    [InlineData("7F454C4600", "is a binary file", "name a source file")]
    public async Task In_the_file(string hex, string cause, string cure)
    {
        byte[] content = Convert.FromHexString(hex);
        await AssertRefusedAsync(Error, cause, cure, ["complete", $"{_folder.Write("a.cs", content)}:1:1"]);

        ExecutableResult result = await Executable.RunWithInputAsync(content, "complete", "a.cs:1:1", "--stdin");
        AssertRefusal(result, Error, cause, cure);
    }

    [Fact]
    public async Task A_file_of_fifty_megabytes()
    {
        byte[] content = new byte[50 * 1024 * 1024];
        content.AsSpan().Fill((byte)'a');
        await AssertRefusedAsync(
            Error, "is larger than 10 MB", "cut out the part", ["complete", $"{_folder.Write("a.cs", content)}:1:1"]);
    }

    [Fact]
    public async Task A_manifest_of_an_unknown_version()
    {
        _folder.Write("model.json", """{ "manifestVersion": 99 }"""u8);
        await AssertModelRefusedAsync("version 99", "update the program");
    }

    [Fact]
    public async Task A_graph_that_fits_no_form()
    {
        _folder.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), "config.json");
        _folder.Copy(RepositoryPaths.Fixture("models", "encoder-decoder", "encoder_model.onnx"), "model.onnx");
        _folder.Copy(Path.Combine(RepositoryPaths.Root, "models", "default", "tokenizer.json"), "tokenizer.json");
        await AssertModelRefusedAsync("fits no form", "Export the model as a decoder with past");
    }

    [Fact]
    public async Task A_tokenizer_of_an_unknown_kind()
    {
        _folder.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), "config.json");
        _folder.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "model.onnx"), "model.onnx");
        _folder.Write("tokenizer.json", """{ "model": { "type": "Telepathy", "vocab": {} } }"""u8);
        await AssertModelRefusedAsync("of the kind Telepathy", "Choose a model");
    }

    private Task AssertModelRefusedAsync(string cause, string cure) =>
        AssertRefusedAsync(Error, cause, cure, ["complete", $"{Sample}:1:1", "--model", _folder.Path]);

    private static async Task AssertRefusedAsync(int exitCode, string cause, string cure, string[] arguments) =>
        AssertRefusal(await Executable.RunAsync(arguments), exitCode, cause, cure);

    private static void AssertRefusal(ExecutableResult result, int exitCode, string cause, string cure)
    {
        Assert.Equal("", result.Output);
        Assert.StartsWith("error: ", result.Error);
        Assert.EndsWith(".\n", result.Error);
        Assert.Single(result.Error, character => character == '\n');
        Assert.Contains(cause, result.Error);
        Assert.Contains(cure, result.Error);
        Assert.Equal(exitCode, result.ExitCode);
    }
}
