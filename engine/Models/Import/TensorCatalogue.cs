namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// The tensors of a model by name. It hands out each in the shape that is asked for, and knows afterwards which of them
/// nobody asked for: weights that would be left out are a model that would be computed wrongly.
/// </summary>
/// <param name="path">The model's file or folder, for messages.</param>
/// <param name="tensors">All tensors.</param>
internal sealed class TensorCatalogue(string path, IReadOnlyDictionary<string, SourceTensor> tensors)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>A matrix, as it is.</summary>
    /// <exception cref="EngineException">It is missing, or of another shape.</exception>
    public SourceMatrix Matrix(string name, int rows, int columns) => new(Get(name, rows, columns), rows);

    /// <summary>A vector, as it is.</summary>
    /// <exception cref="EngineException">It is missing, or of another length.</exception>
    public SourceVector Vector(string name, int length) => new(Get(name, length), length);

    /// <summary>A vector, or null where there is none of this name.</summary>
    public SourceVector? OptionalVector(string name, int length) => Has(name) ? Vector(name, length) : null;

    /// <summary>A linear map named <c>name.weight</c>, with its bias where there is <c>name.bias</c>.</summary>
    public SourceLinear Linear(string name, int rows, int columns) =>
        new(Matrix($"{name}.weight", rows, columns), OptionalVector($"{name}.bias", rows));

    /// <summary>Refuses tensors that nobody asked for, except those that <paramref name="mayIgnore"/> knows.</summary>
    /// <exception cref="EngineException">There are such tensors.</exception>
    public void RefuseUnused(Func<string, bool> mayIgnore)
    {
        string[] unused = [.. tensors.Keys.Where(name => !_used.Contains(name) && !mayIgnore(name)).Order(StringComparer.Ordinal)];
        if (unused.Length > 0)
        {
            throw new EngineException(
                $"{path} has {unused.Length} tensors that its family has no use for, {unused[0]} among them: " +
                "it is of another family than it says; choose another model.");
        }
    }

    private SourceTensor Get(string name, params ReadOnlySpan<long> shape)
    {
        if (!tensors.TryGetValue(name, out SourceTensor? tensor))
        {
            throw new EngineException(
                $"{path} lacks the tensor {name}; get the model again, or choose one of a family that is supported.");
        }

        if (!shape.SequenceEqual(tensor.Shape))
        {
            throw new EngineException(
                $"{path}: the tensor {name} is [{string.Join(", ", tensor.Shape)}], but by the model's description it " +
                $"should be [{string.Join(", ", shape.ToArray())}]: the two don't belong together; get the model again.");
        }

        _used.Add(name);
        return tensor;
    }
}
