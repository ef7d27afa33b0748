using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;

namespace LspCompletion.Engine.Tests.Models;

public sealed class ExportedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The figures: layers, hidden, heads, key/value heads, head size, feed-forward, vocabulary, context.
    public static TheoryData<string, string, int[], double?> Families { get; } = new()
    {
        {
            "llama",
            """
            {
              "model_type": "llama", "eos_token_id": 0, "head_dim": 16, "hidden_size": 64, "intermediate_size": 128,
              "max_position_embeddings": 128, "num_attention_heads": 4, "num_hidden_layers": 2,
              "num_key_value_heads": 2, "rope_scaling": null, "rope_theta": 10000.0, "vocab_size": 160
            }
            """,
            [2, 64, 4, 2, 16, 128, 160, 128], 10000
        },
        {
            "qwen2",
            """
            {
              "model_type": "qwen2", "eos_token_id": 0, "hidden_size": 64, "intermediate_size": 128,
              "layer_types": ["full_attention", "full_attention"], "max_position_embeddings": 128,
              "num_attention_heads": 4, "num_hidden_layers": 2, "num_key_value_heads": 2, "rope_theta": 10000.0,
              "use_sliding_window": false, "vocab_size": 160
            }
            """,
            [2, 64, 4, 2, 16, 128, 160, 128], 10000
        },
        {
            "mistral",
            """
            {
              "model_type": "mistral", "eos_token_id": 0, "head_dim": null, "hidden_size": 64, "intermediate_size": 128,
              "max_position_embeddings": 128, "num_attention_heads": 4, "num_hidden_layers": 2,
              "num_key_value_heads": 2, "rope_theta": 10000.0, "sliding_window": null, "vocab_size": 160
            }
            """,
            [2, 64, 4, 2, 16, 128, 160, 128], 10000
        },
        {
            "granite",
            """
            {
              "model_type": "granite", "attention_multiplier": 1.0, "eos_token_id": 0, "hidden_size": 64,
              "intermediate_size": 128, "max_position_embeddings": 128, "num_attention_heads": 4,
              "num_hidden_layers": 2, "num_key_value_heads": 2, "rope_theta": 10000.0, "vocab_size": 160
            }
            """,
            [2, 64, 4, 2, 16, 128, 160, 128], 10000
        },
        {
            "gemma",
            """
            {
              "model_type": "gemma", "eos_token_id": 0, "head_dim": 16, "hidden_activation": null, "hidden_size": 64,
              "intermediate_size": 128, "max_position_embeddings": 128, "num_attention_heads": 4,
              "num_hidden_layers": 2, "num_key_value_heads": 1, "rope_theta": 10000.0, "vocab_size": 160
            }
            """,
            [2, 64, 4, 1, 16, 128, 160, 128], 10000
        },
        {
            "gpt2",
            """
            {
              "model_type": "gpt2", "eos_token_id": 0, "n_embd": 64, "n_head": 4, "n_inner": null, "n_layer": 2,
              "n_positions": 128, "vocab_size": 160
            }
            """,
            [2, 64, 4, 4, 16, 256, 160, 128], null
        },
        {
            "gpt_bigcode",
            """
            {
              "model_type": "gpt_bigcode", "eos_token_id": 0, "multi_query": true, "n_embd": 64, "n_head": 4,
              "n_inner": null, "n_layer": 2, "n_positions": 128, "vocab_size": 160
            }
            """,
            [2, 64, 4, 1, 16, 256, 160, 128], null
        },
        {
            "llama with its rotary figures in an object of their own, as transformers 5 writes them",
            """
            {
              "model_type": "llama", "eos_token_id": 0, "head_dim": 64, "hidden_size": 576, "intermediate_size": 1536,
              "max_position_embeddings": 8192, "num_attention_heads": 9, "num_hidden_layers": 30,
              "num_key_value_heads": 3, "rope_parameters": { "rope_theta": 100000.0 }, "vocab_size": 49152
            }
            """,
            [30, 576, 9, 3, 64, 1536, 49152, 8192], 100000
        },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void The_figures_of_a_family_are_found(string family, string configuration, int[] figures, double? rotaryBase)
    {
        ModelManifest manifest = Describe(configuration);

        ModelArchitecture architecture = manifest.Architecture;
        Assert.Equal(family.Split(' ')[0], architecture.Family);
        int[] found =
        [
            architecture.Layers, architecture.HiddenSize, architecture.Heads, architecture.KeyValueHeads,
            architecture.HeadSize, architecture.FeedForwardSize, architecture.VocabularySize, manifest.ContextLength,
        ];
        Assert.Equal(figures, found);
        Assert.Equal(rotaryBase, architecture.RotaryBase);
        Assert.Equal([0], manifest.StopTokenIds);
    }

    [Fact]
    public void What_an_export_does_not_say_is_left_open()
    {
        ModelManifest manifest = Describe(Configuration());

        Assert.Null(manifest.FillInTheMiddle);
        Assert.Null(manifest.Licence);
        Assert.Empty(manifest.Files);
        Assert.Equal(
            [new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = "model.onnx", Form = null }],
            manifest.Graphs);
    }

    [Theory]
    [InlineData(null, null, new int[0])]
    [InlineData("null", null, new int[0])]
    [InlineData("3", null, new[] { 3 })]
    [InlineData("[3, 5]", null, new[] { 3, 5 })]
    [InlineData("3", "[5, 3]", new[] { 3, 5 })]
    [InlineData(null, "7", new[] { 7 })]
    public void End_tokens_come_from_both_configurations(string? model, string? generation, int[] expected)
    {
        if (generation is not null)
            _folder.Write("generation_config.json", $$"""{ "eos_token_id": {{generation}} }""");

        string property = model is null ? "" : $"\"eos_token_id\": {model},";

        Assert.Equal(expected, Describe(Configuration(property)).StopTokenIds);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"_name_or_path\": \"\",", null)]
    [InlineData("\"_name_or_path\": \"Owner/Coder-0.5B\",", "Coder-0.5B")]
    [InlineData("\"_name_or_path\": \"/home/me/Coder-0.5B/\",", "Coder-0.5B")]
    public void The_name_is_the_one_it_was_loaded_by_or_the_folders(string property, string? expected)
    {
        Assert.Equal(expected ?? Path.GetFileName(_folder.Path), Describe(Configuration(property)).Name);
    }

    [Theory]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{\n", "is not JSON (line 2)")]
    [InlineData("{}", "doesn't say hidden_size or n_embd")]
    [InlineData("""{ "hidden_size": "wide" }""", "$.hidden_size is not a whole number greater than 0")]
    [InlineData("""{ "hidden_size": 64, "num_attention_heads": 0 }""", "$.num_attention_heads is not a whole number greater than 0")]
    [InlineData("""{ "hidden_size": 64, "n_head": 4 }""", "doesn't say model_type")]
    [InlineData("""{ "is_encoder_decoder": true }""", "holds an encoder-decoder model in one graph")]
    public void A_configuration_without_what_is_needed_is_refused(string configuration, string fault)
    {
        EngineException exception = Assert.Throws<EngineException>(() => Describe(configuration));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void An_end_token_that_is_no_number_is_refused()
    {
        EngineException exception =
            Assert.Throws<EngineException>(() => Describe(Configuration("\"eos_token_id\": [\"</s>\"],")));

        Assert.Contains("$.eos_token_id is not a token's number", exception.Message, StringComparison.Ordinal);
    }

    private static string Configuration(string properties = "") =>
        $$"""
        {
          {{properties}}
          "model_type": "gpt2", "n_embd": 64, "n_head": 4, "n_layer": 2, "n_positions": 128, "vocab_size": 160
        }
        """;

    private ModelManifest Describe(string configuration)
    {
        _folder.Write("config.json", configuration);
        return ExportedModel.Describe(
            _folder.Path, new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = "model.onnx" });
    }
}
