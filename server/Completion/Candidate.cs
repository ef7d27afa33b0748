using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion;

/// <summary>Which of all the texts that the model might write at a place it is to write.</summary>
internal readonly record struct Candidate
{
    private const float Temperature = 0.6f;
    private const float TopP = 0.9f;

    private readonly int _sample;
    private readonly int _alternative;

    private Candidate(int sample, int alternative) => (_sample, _alternative) = (sample, alternative);

    /// <summary>The most probable one, as far as that is found token by token.</summary>
    public static Candidate Likeliest => default;

    /// <summary>Whether this is the most probable one.</summary>
    public bool IsLikeliest => this == default;

    /// <summary>One by chance, though not far from the most probable one: where that brings errors.</summary>
    /// <param name="number">Its number, from 1.</param>
    public static Candidate Sampled(int number) => new(number, 0);

    /// <summary>One that goes another way where the model hesitates first: for who wants to choose.</summary>
    /// <param name="number">Its number, from 1; the first is the most probable of them.</param>
    public static Candidate Alternative(int number) => new(0, number);

    /// <summary>How its tokens are chosen.</summary>
    /// <param name="options">How those of the most probable one are.</param>
    public DecodingOptions Apply(DecodingOptions options) => _sample > 0
        ? options with { Temperature = Temperature, TopP = TopP, Seed = _sample }
        : options with { Alternative = _alternative };
}
