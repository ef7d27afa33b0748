using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OrderService;

public interface IOrderRepository
{
    bool TryFind(Guid id, [NotNullWhen(true)] out Order? order);

    void Save(Order order);

    IReadOnlyList<Order> FindByCustomer(Guid customerId);
}

public interface IStockKeeper
{
    int AvailableQuantity(string sku);

    bool TryReserve(string sku, int quantity);

    void Release(string sku, int quantity);
}

public sealed class InMemoryOrderRepository : IOrderRepository
{
    private readonly ConcurrentDictionary<Guid, Order> _orders = new();

    public int Count => _orders.Count;

    public bool TryFind(Guid id, [NotNullWhen(true)] out Order? order) => _orders.TryGetValue(id, out order);

    public void Save(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        _orders[order.Id] = order;
    }

    public IReadOnlyList<Order> FindByCustomer(Guid customerId) => _orders.Values
        .Where(order => order.Customer.Id == customerId)
        .OrderBy(order => order.CreatedAt)
        .ToList();
}

public sealed class StockKeeper : IStockKeeper
{
    private readonly Dictionary<string, int> _available = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();

    public int AvailableQuantity(string sku)
    {
        lock (_gate)
            return _available.GetValueOrDefault(sku);
    }

    public void Receive(string sku, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        lock (_gate)
            _available[sku] = _available.GetValueOrDefault(sku) + quantity;
    }

    public bool TryReserve(string sku, int quantity)
    {
        lock (_gate)
        {
            int available = _available.GetValueOrDefault(sku);
            if (available < quantity)
                return false;

            _available[sku] = available - quantity;
            return true;
        }
    }

    public void Release(string sku, int quantity) => Receive(sku, quantity);
}
