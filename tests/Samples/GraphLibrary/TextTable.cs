using System.Text;

namespace GraphLibrary;

public enum Alignment
{
    Left,
    Right,
}

public sealed record Column(string Header, Alignment Alignment = Alignment.Left);

/// <summary>Rows of text in columns of even width.</summary>
public sealed class TextTable
{
    private readonly List<Column> _columns = [];
    private readonly List<string[]> _rows = [];

    public int RowCount => _rows.Count;

    public TextTable AddColumn(string header, Alignment alignment = Alignment.Left)
    {
        _columns.Add(new Column(header, alignment));
        return this;
    }

    public TextTable AddRow(params string[] cells)
    {
        if (cells.Length != _columns.Count)
            throw new ArgumentException($"A row has {_columns.Count} cells.", nameof(cells));
        _rows.Add(cells);
        return this;
    }

    public string Render()
    {
        int[] widths = new int[_columns.Count];
        for (int i = 0; i < widths.Length; i++)
            widths[i] = Math.Max(_columns[i].Header.Length, _rows.Select(row => row[i].Length).DefaultIfEmpty().Max());

        StringBuilder text = new();
        AppendRow(text, [.. _columns.Select(column => column.Header)], widths);
        text.AppendLine(new string('-', widths.Sum() + (2 * (widths.Length - 1))));
        foreach (string[] row in _rows)
            AppendRow(text, row, widths);
        return text.ToString();
    }

    private void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                text.Append("  ");
            text.Append(_columns[i].Alignment == Alignment.Right ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i]));
        }

        text.AppendLine();
    }

    public static TextTable OfDistances<TNode>(Graph<TNode> graph, TNode source)
        where TNode : notnull
    {
        var paths = new ShortestPaths<TNode>(graph, source);
        TextTable table = new TextTable().AddColumn("node").AddColumn("distance", Alignment.Right);
        foreach (TNode node in graph.Nodes.Where(paths.IsReachable))
            table.AddRow($"{node}", $"{paths.DistanceTo(node):F1}");
        return table;
    }
}
