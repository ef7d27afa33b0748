using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>A safetensors file in memory, to be changed and written again.</summary>
internal sealed class Safetensors
{
    private readonly Dictionary<string, (string Type, long[] Shape, byte[] Bytes)> _tensors = [];

    public IEnumerable<string> Names => _tensors.Keys;

    public static Safetensors Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Safetensors safetensors = new();
        foreach ((string name, JsonNode? entry) in JsonNode.Parse(file.AsSpan(8, length))!.AsObject())
        {
            if (name == "__metadata__")
                continue;

            int[] place = entry!["data_offsets"].Deserialize<int[]>()!;
            safetensors._tensors.Add(name, (
                (string)entry["dtype"]!,
                entry["shape"].Deserialize<long[]>()!,
                file[(8 + length + place[0])..(8 + length + place[1])]));
        }

        return safetensors;
    }

    public Safetensors Only(IEnumerable<string> names)
    {
        Safetensors part = new();
        foreach (string name in names)
            part._tensors.Add(name, _tensors[name]);
        return part;
    }

    /// <summary>The bytes of a tensor, to be changed.</summary>
    public byte[] Bytes(string name) => _tensors[name].Bytes;

    public long[] Shape(string name) => _tensors[name].Shape;

    public void Remove(string name) => _tensors.Remove(name);

    public void Write(string path)
    {
        JsonObject header = [];
        long offset = 0;
        foreach ((string name, (string type, long[] shape, byte[] bytes)) in _tensors)
        {
            header.Add(name, JsonSerializer.SerializeToNode(new
            {
                dtype = type,
                shape,
                data_offsets = (long[])[offset, offset + bytes.Length],
            }));
            offset += bytes.Length;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        using FileStream stream = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach ((_, _, byte[] bytes) in _tensors.Values)
            stream.Write(bytes);
    }
}
