namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Decides how many drafted tokens a step takes along, by what was measured: how often drafts are accepted, and what a
/// row more costs. One instance learns for as long as a model is loaded. What it decides changes how fast a text is
/// written, and never the text.
/// </summary>
internal sealed class DraftPolicy
{
    /// <summary>The most tokens of a draft.</summary>
    public const int MaxTokens = 8;

    /// <summary>The most tokens of a draft that was written before: it is nearly certain.</summary>
    public const int MaxTokensAhead = 16;

    /// <summary>The weight of a new measurement in a running mean.</summary>
    private const double Weight = 1.0 / 32;

    /// <summary>The rows of the shortest step that writes.</summary>
    private const int LeastRows = 2;

    /// <summary>Longer steps are prompts, as are those below <see cref="LeastRows"/>: their time says nothing of a draft.</summary>
    private const int MostTimedRows = 16;

    /// <summary>
    /// The share of drafted tokens that are accepted, by the number of tokens that matched before the draft (the last
    /// one stands for all longer matches). It begins with what code is like.
    /// </summary>
    private readonly double[] _acceptance = [0, 0.25, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85];

    /// <summary>Milliseconds of the shortest step, and of each row more.</summary>
    private double _stepMs = 1;
    private double _rowMs = 0.2;
    private bool _isTimed;

    /// <summary>How many tokens of a draft are worth computing.</summary>
    /// <param name="matched">How many tokens matched before it.</param>
    /// <param name="rows">The tokens that the step computes anyway.</param>
    public int Length(int matched, int rows)
    {
        // A step of one token isn't exact (Slot): the row that it needs beside it may as well be a draft.
        int free = Math.Max(0, LeastRows - rows);
        double acceptance = _acceptance[Class(matched)];
        double reached = 1;
        for (int length = 0; length < MaxTokens; length++)
        {
            // With this probability the token saves a step of its own.
            reached *= acceptance;
            if (length >= free && reached * _stepMs <= _rowMs)
                return length;
        }

        return MaxTokens;
    }

    /// <summary>Learns what became of a draft.</summary>
    /// <param name="matched">How many tokens matched before it.</param>
    /// <param name="wasAccepted">Whether its next token was the one that the model chose.</param>
    public void Verified(int matched, bool wasAccepted)
    {
        ref double acceptance = ref _acceptance[Class(matched)];
        acceptance += ((wasAccepted ? 1 : 0) - acceptance) * Weight;
    }

    /// <summary>Learns what a step cost.</summary>
    /// <param name="rows">Its tokens.</param>
    /// <param name="milliseconds">The time it took.</param>
    public void Timed(int rows, double milliseconds)
    {
        if (rows is < LeastRows or > MostTimedRows)
            return;

        if (!_isTimed)
        {
            // The first measurement gives the scale.
            double scale = milliseconds / (_stepMs + ((rows - LeastRows) * _rowMs));
            _stepMs *= scale;
            _rowMs *= scale;
            _isTimed = true;
        }
        else if (rows == LeastRows)
        {
            Learn(ref _stepMs, milliseconds);
        }
        else
        {
            Learn(ref _rowMs, (milliseconds - _stepMs) / (rows - LeastRows));
        }
    }

    private int Class(int matched) => Math.Min(matched, _acceptance.Length - 1);

    /// <summary>Moves a mean a little; one step that another process has held up must not move it far.</summary>
    private static void Learn(ref double mean, double value) =>
        mean += (Math.Clamp(value, mean / 2, 2 * mean) - mean) * Weight;
}
