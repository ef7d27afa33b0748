using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Tests;

/// <summary>Makes of JSON other JSON: values of other kinds, of other sizes, gone, or in another's place.</summary>
internal static class JsonMutation
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Values =
    [
        "null", "{}", "[]", "true", "false", "0", "-1", "1.5", "1e400", "2097152", "9223372036854775807", "-9223372036854775808",
        "99999999999999999999", "\"\"", "\"a\"", "\"\\u0000\"", "\"\\u202e\"", "[[]]", "[null]", "[1,\"a\",{}]", "{\"a\":{}}",
    ];

    /// <summary>Changes one to three values.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="isFixed">Whether what stands at a path, such as <c>$.model.vocab</c>, stays as it is with all in it.</param>
    /// <param name="random">Chooses.</param>
    public static string Mutate(string json, Func<string, bool> isFixed, Random random)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            List<JsonNode> nodes = [];
            Collect(root, isFixed, nodes);
            if (nodes.Count > 0)
                Change(nodes[random.Next(nodes.Count)], nodes, random);
        }

        return root.ToJsonString(Plain);
    }

    private static void Collect(JsonNode node, Func<string, bool> isFixed, List<JsonNode> nodes)
    {
        if (isFixed(node.GetPath()))
            return;
        if (node.Parent is not null)
            nodes.Add(node);

        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        foreach (JsonNode child in inner.OfType<JsonNode>())
            Collect(child, isFixed, nodes);
    }

    private static void Change(JsonNode node, List<JsonNode> others, Random random)
    {
        JsonNode? value = random.Next(4) switch
        {
            0 => others[random.Next(others.Count)].DeepClone(),
            1 when node is JsonValue text && text.TryGetValue(out string? old) => JsonValue.Create(Change(old, random)),
            _ => JsonNode.Parse(Values[random.Next(Values.Length)]),
        };
        switch (node.Parent)
        {
            case JsonObject members when random.Next(6) == 0:
                members.Remove(node.GetPropertyName());
                break;
            case JsonObject members:
                members[node.GetPropertyName()] = value;
                break;
            case JsonArray elements when random.Next(6) == 0:
                elements.Insert(node.GetElementIndex(), value);
                break;
            case JsonArray elements:
                elements[node.GetElementIndex()] = value;
                break;
        }
    }

    private static string Change(string text, Random random)
    {
        int at = random.Next(text.Length + 1);
        string added = ((char)random.Next(' ', 127)).ToString();
        return random.Next(3) switch
        {
            0 => text.Insert(at, added),
            1 when at < text.Length => text.Remove(at, 1),
            _ => text[..at] + text[..random.Next(text.Length + 1)],
        };
    }
}
