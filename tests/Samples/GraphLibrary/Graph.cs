using System.Diagnostics.CodeAnalysis;

namespace GraphLibrary;

/// <summary>A directed connection of two nodes with a cost.</summary>
public sealed record Edge<TNode>(TNode From, TNode To, double Weight)
    where TNode : notnull
{
    public Edge<TNode> Reversed() => new(To, From, Weight);
}

/// <summary>A directed graph with weighted edges.</summary>
public sealed class Graph<TNode>
    where TNode : notnull
{
    private readonly Dictionary<TNode, List<Edge<TNode>>> _outgoing = [];

    public int NodeCount => _outgoing.Count;

    public int EdgeCount => _outgoing.Values.Sum(edges => edges.Count);

    public IEnumerable<TNode> Nodes => _outgoing.Keys;

    public bool AddNode(TNode node) => _outgoing.TryAdd(node, []);

    public void AddEdge(TNode from, TNode to, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        AddNode(from);
        AddNode(to);
        _outgoing[from].Add(new Edge<TNode>(from, to, weight));
    }

    public bool RemoveEdge(TNode from, TNode to) =>
        _outgoing.TryGetValue(from, out List<Edge<TNode>>? edges)
        && edges.RemoveAll(edge => edge.To.Equals(to)) > 0;

    public IReadOnlyList<Edge<TNode>> EdgesFrom(TNode node) =>
        _outgoing.TryGetValue(node, out List<Edge<TNode>>? edges) ? edges : [];

    public bool Contains(TNode node) => _outgoing.ContainsKey(node);

    public bool TryFindEdge(TNode from, TNode to, [NotNullWhen(true)] out Edge<TNode>? edge)
    {
        edge = EdgesFrom(from).FirstOrDefault(candidate => candidate.To.Equals(to));
        return edge is not null;
    }

    public Graph<TNode> Reverse()
    {
        Graph<TNode> reversed = new();
        foreach (TNode node in Nodes)
        {
            reversed.AddNode(node);
            foreach (Edge<TNode> edge in EdgesFrom(node))
                reversed.AddEdge(edge.To, edge.From, edge.Weight);
        }

        return reversed;
    }
}
