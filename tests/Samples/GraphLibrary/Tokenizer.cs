using System.Globalization;

namespace GraphLibrary;

public enum TokenKind
{
    Word,
    Number,
    Arrow,
    Symbol,
}

/// <summary>A piece of text and where it stands.</summary>
public readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;
}

/// <summary>Cuts text into words, numbers and symbols.</summary>
public sealed class Tokenizer(string text)
{
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;

    public IReadOnlyList<Token> Tokens => _tokens;

    public void Run()
    {
        while (_position < text.Length)
        {
            char current = text[_position];
            if (current == '\n')
                _line++;

            if (char.IsWhiteSpace(current))
                _position++;
            else if (char.IsLetter(current))
                Add(TokenKind.Word, char.IsLetterOrDigit);
            else if (char.IsDigit(current))
                Add(TokenKind.Number, character => char.IsDigit(character) || character == '.');
            else if (text.AsSpan(_position).StartsWith("->"))
                AddSymbol(TokenKind.Arrow, 2);
            else
                AddSymbol(TokenKind.Symbol, 1);
        }
    }

    private void Add(TokenKind kind, Func<char, bool> belongs)
    {
        int start = _position;
        while (_position < text.Length && belongs(text[_position]))
            _position++;
        _tokens.Add(new Token(kind, text[start.._position], _line));
    }

    private void AddSymbol(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, text.Substring(_position, length), _line));
        _position += length;
    }

    public static double ParseNumber(Token token) =>
        double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
