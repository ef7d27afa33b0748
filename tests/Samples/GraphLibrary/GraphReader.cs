namespace GraphLibrary;

public sealed class GraphSyntaxException(string message, int line) : Exception($"{message} (line {line})")
{
    public int Line { get; } = line;
}

/// <summary>Reads graphs that are written as <c>a -> b 2.5;</c>.</summary>
public sealed class GraphReader
{
    private readonly IReadOnlyList<Token> _tokens;
    private int _index;

    private GraphReader(IReadOnlyList<Token> tokens) => _tokens = tokens;

    public static Graph<string> Read(string text)
    {
        var tokenizer = new Tokenizer(text);
        tokenizer.Run();
        return new GraphReader(tokenizer.Tokens).ReadGraph();
    }

    private Graph<string> ReadGraph()
    {
        Graph<string> graph = new();
        while (_index < _tokens.Count)
        {
            string from = Expect(TokenKind.Word).Text;
            if (Accept(TokenKind.Arrow))
            {
                string to = Expect(TokenKind.Word).Text;
                double weight = _index < _tokens.Count && _tokens[_index].Kind == TokenKind.Number
                    ? Tokenizer.ParseNumber(_tokens[_index++])
                    : 1;
                graph.AddEdge(from, to, weight);
            }
            else
            {
                graph.AddNode(from);
            }

            Token end = Expect(TokenKind.Symbol);
            if (!end.Is(TokenKind.Symbol, ";"))
                throw new GraphSyntaxException($"Expected ; but found {end.Text}", end.Line);
        }

        return graph;
    }

    private bool Accept(TokenKind kind)
    {
        if (_index >= _tokens.Count || _tokens[_index].Kind != kind)
            return false;

        _index++;
        return true;
    }

    private Token Expect(TokenKind kind)
    {
        if (_index >= _tokens.Count)
            throw new GraphSyntaxException($"Expected a {kind} but the text ended", _tokens.Count == 0 ? 1 : _tokens[^1].Line);

        Token token = _tokens[_index++];
        return token.Kind == kind
            ? token
            : throw new GraphSyntaxException($"Expected a {kind} but found {token.Text}", token.Line);
    }
}
