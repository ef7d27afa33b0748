namespace GraphLibrary;

/// <summary>A way through a graph.</summary>
public sealed record GraphPath<TNode>(IReadOnlyList<TNode> Nodes, double Length)
    where TNode : notnull
{
    public bool IsEmpty => Nodes.Count == 0;

    public TNode Start => Nodes[0];

    public TNode End => Nodes[^1];
}

/// <summary>Dijkstra's algorithm from one node to all others.</summary>
public sealed class ShortestPaths<TNode>
    where TNode : notnull
{
    private readonly Dictionary<TNode, double> _distances = [];
    private readonly Dictionary<TNode, TNode> _previous = [];
    private readonly TNode _source;

    public ShortestPaths(Graph<TNode> graph, TNode source)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!graph.Contains(source))
            throw new ArgumentException("The source is no node of the graph.", nameof(source));

        _source = source;
        Compute(graph);
    }

    public bool IsReachable(TNode node) => _distances.ContainsKey(node);

    public double DistanceTo(TNode node) => _distances.GetValueOrDefault(node, double.PositiveInfinity);

    public GraphPath<TNode>? PathTo(TNode node)
    {
        if (!IsReachable(node))
            return null;

        List<TNode> nodes = [node];
        TNode current = node;
        while (!current.Equals(_source))
        {
            current = _previous[current];
            nodes.Add(current);
        }

        nodes.Reverse();
        return new GraphPath<TNode>(nodes, DistanceTo(node));
    }

    private void Compute(Graph<TNode> graph)
    {
        PriorityQueue<TNode, double> queue = new();
        HashSet<TNode> finished = [];
        _distances[_source] = 0;
        queue.Enqueue(_source, 0);
        while (queue.TryDequeue(out TNode? node, out double distance))
        {
            if (!finished.Add(node))
                continue;

            foreach (Edge<TNode> edge in graph.EdgesFrom(node))
            {
                double candidate = distance + edge.Weight;
                if (candidate >= DistanceTo(edge.To))
                    continue;

                _distances[edge.To] = candidate;
                _previous[edge.To] = node;
                queue.Enqueue(edge.To, candidate);
            }
        }
    }
}
