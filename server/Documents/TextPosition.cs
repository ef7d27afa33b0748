namespace LspCompletion.Server.Documents;

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Character">How much of the line stands before the place, in units of a <see cref="PositionEncoding"/>.</param>
internal readonly record struct TextPosition(int Line, int Character) : IComparable<TextPosition>
{
    /// <inheritdoc/>
    public int CompareTo(TextPosition other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Character.CompareTo(other.Character);

    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Character}";
}
