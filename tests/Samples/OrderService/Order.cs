namespace OrderService;

public enum OrderStatus
{
    Draft,
    Placed,
    Shipped,
    Cancelled,
}

public sealed class OrderLine(Product product, int quantity)
{
    public Product Product { get; } = product;

    public int Quantity { get; private set; } = quantity;

    public Money Subtotal => Product.UnitPrice.Multiply(Quantity);

    public void Increase(int by)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(by);
        Quantity += by;
    }
}

public sealed class Order
{
    private readonly List<OrderLine> _lines = [];

    public Order(Guid id, Customer customer, string currency, DateTimeOffset createdAt)
    {
        Id = id;
        Customer = customer;
        Currency = currency;
        CreatedAt = createdAt;
    }

    public Guid Id { get; }

    public Customer Customer { get; }

    public string Currency { get; }

    public DateTimeOffset CreatedAt { get; }

    public OrderStatus Status { get; private set; }

    public string? TrackingNumber { get; private set; }

    public IReadOnlyList<OrderLine> Lines => _lines;

    public int TotalQuantity => _lines.Sum(line => line.Quantity);

    public void AddProduct(Product product, int quantity)
    {
        EnsureDraft();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        if (product.IsDiscontinued)
            throw new InvalidOperationException($"{product.Title} is not sold any more.");

        OrderLine? existing = _lines.Find(line => line.Product.Sku == product.Sku);
        if (existing is null)
        {
            _lines.Add(new OrderLine(product, quantity));
        }
        else
        {
            existing.Increase(quantity);
        }
    }

    public bool RemoveProduct(string sku)
    {
        EnsureDraft();
        return _lines.RemoveAll(line => line.Product.Sku == sku) > 0;
    }

    public Money Subtotal()
    {
        Money total = Money.Zero(Currency);
        foreach (OrderLine line in _lines)
            total = total.Add(line.Subtotal);
        return total;
    }

    public void Place()
    {
        EnsureDraft();
        if (_lines.Count == 0)
            throw new InvalidOperationException("An empty order can't be placed.");
        Status = OrderStatus.Placed;
    }

    public void Ship(string trackingNumber)
    {
        if (Status != OrderStatus.Placed)
            throw new InvalidOperationException("Only a placed order can be shipped.");
        TrackingNumber = trackingNumber;
        Status = OrderStatus.Shipped;
    }

    public void Cancel(string reason)
    {
        if (Status == OrderStatus.Shipped)
            throw new InvalidOperationException("A shipped order can't be cancelled.");
        Status = OrderStatus.Cancelled;
        Customer.AddNote($"Order {Id} cancelled: {reason}");
    }

    private void EnsureDraft()
    {
        if (Status != OrderStatus.Draft)
            throw new InvalidOperationException($"The order is {Status}.");
    }
}
