namespace Shop;

/// <summary>What is in stock, by the name of the item.</summary>
public sealed class Inventory
{
    private readonly Dictionary<string, Item> _items = [];

    /// <summary>The number of different items.</summary>
    public int Count => _items.Count;

    /// <summary>The number of pieces in stock, of all items together.</summary>
    public int TotalQuantity => _items.Values.Sum(item => item.Quantity);

    /// <summary>Whether there are pieces of an item.</summary>
    public bool Contains(string name) => _items.ContainsKey(name);

    /// <summary>What all pieces in stock cost together.</summary>
    public decimal TotalPrice()
    {
        decimal total = 0;

        foreach (Item item in _items.Values)
        {
            total
        }

        return total;
    }

    /// <summary>Adds pieces of an item, which may be new, and sets its price.</summary>
    public void Add(string name, int quantity, decimal price)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfNegative(price);

        if (_items.TryGetValue(name, out Item? item))
        {
            item.Price = price;
            item.Quantity += quantity;
        }
        else
        {
            _items.Add(name, new Item(name, quantity, price));
        }
    }

    /// <summary>Takes pieces of an item out, if there are enough.</summary>
    public bool TryRemove(string name, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);

        if (!_items.TryGetValue(name, out Item? item) || item.Quantity < quantity)
            return false;

        item.Quantity -= quantity;
        if (item.Quantity == 0)
            _items.Remove(name);

        return true;
    }

    /// <summary>The items of which fewer than a number of pieces are left, the scarcest first.</summary>
    public IReadOnlyList<Item> RunningLow(int threshold) =>
        [.. _items.Values.Where(item => item.Quantity < threshold).OrderBy(item => item.Quantity)];
}
