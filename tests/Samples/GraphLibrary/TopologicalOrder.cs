namespace GraphLibrary;

public sealed class CycleException(string message) : Exception(message);

/// <summary>Orders nodes so that every edge leads forward.</summary>
public static class TopologicalOrder
{
    public static IReadOnlyList<TNode> Of<TNode>(Graph<TNode> graph)
        where TNode : notnull
    {
        Dictionary<TNode, int> incoming = graph.Nodes.ToDictionary(node => node, _ => 0);
        foreach (TNode node in graph.Nodes)
        {
            foreach (Edge<TNode> edge in graph.EdgesFrom(node))
                incoming[edge.To]++;
        }

        Queue<TNode> ready = new(incoming.Where(pair => pair.Value == 0).Select(pair => pair.Key));
        List<TNode> ordered = new(graph.NodeCount);
        while (ready.TryDequeue(out TNode? node))
        {
            ordered.Add(node);
            foreach (Edge<TNode> edge in graph.EdgesFrom(node))
            {
                if (--incoming[edge.To] == 0)
                    ready.Enqueue(edge.To);
            }
        }

        if (ordered.Count < graph.NodeCount)
            throw new CycleException($"{graph.NodeCount - ordered.Count} nodes are part of a cycle.");
        return ordered;
    }
}
