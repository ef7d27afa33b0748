using System.Text;

namespace OrderService;

public sealed record PlacementResult(bool IsPlaced, IReadOnlyList<string> MissingSkus, PriceBreakdown? Price)
{
    public static PlacementResult Refused(IReadOnlyList<string> missingSkus) => new(false, missingSkus, null);
}

public sealed class OrderWorkflow
{
    private readonly IOrderRepository _orders;
    private readonly IStockKeeper _stock;
    private readonly PricingService _pricing;
    private readonly TimeProvider _clock;

    public OrderWorkflow(IOrderRepository orders, IStockKeeper stock, PricingService pricing, TimeProvider clock)
    {
        _orders = orders;
        _stock = stock;
        _pricing = pricing;
        _clock = clock;
    }

    public Order Begin(Customer customer, string currency)
    {
        var order = new Order(Guid.NewGuid(), customer, currency, _clock.GetUtcNow());
        _orders.Save(order);
        return order;
    }

    public PlacementResult Place(Guid orderId)
    {
        Order order = Find(orderId);
        List<OrderLine> reserved = [];
        List<string> missing = [];
        foreach (OrderLine line in order.Lines)
        {
            if (_stock.TryReserve(line.Product.Sku, line.Quantity))
                reserved.Add(line);
            else
                missing.Add(line.Product.Sku);
        }

        if (missing.Count > 0)
        {
            foreach (OrderLine line in reserved)
                _stock.Release(line.Product.Sku, line.Quantity);
            return PlacementResult.Refused(missing);
        }

        order.Place();
        _orders.Save(order);
        PriceBreakdown price = _pricing.Calculate(order);
        PromoteIfLoyal(order.Customer);
        return new PlacementResult(true, [], price);
    }

    public void Ship(Guid orderId, string trackingNumber)
    {
        Order order = Find(orderId);
        order.Ship(trackingNumber);
        _orders.Save(order);
    }

    public void Cancel(Guid orderId, string reason)
    {
        Order order = Find(orderId);
        bool wasPlaced = order.Status == OrderStatus.Placed;
        order.Cancel(reason);
        if (wasPlaced)
        {
            foreach (OrderLine line in order.Lines)
                _stock.Release(line.Product.Sku, line.Quantity);
        }

        _orders.Save(order);
    }

    public string Summarize(Guid orderId)
    {
        Order order = Find(orderId);
        PriceBreakdown price = _pricing.Calculate(order);
        StringBuilder text = new();
        text.AppendLine($"Order {order.Id} for {order.Customer.FullName}");
        foreach (OrderLine line in order.Lines)
            text.AppendLine($"{line.Quantity} x {line.Product.Title}: {line.Subtotal}");
        text.AppendLine($"Discount: {price.Discount}");
        text.AppendLine($"Shipping: {price.Shipping}");
        text.AppendLine($"Total: {price.Total}");
        return text.ToString();
    }

    private void PromoteIfLoyal(Customer customer)
    {
        int placed = _orders.FindByCustomer(customer.Id).Count(order => order.Status != OrderStatus.Cancelled);
        if (placed >= 10)
            customer.Promote(CustomerTier.Gold);
        else if (placed >= 3)
            customer.Promote(CustomerTier.Silver);
    }

    private Order Find(Guid orderId) =>
        _orders.TryFind(orderId, out Order? order) ? order : throw new KeyNotFoundException($"There is no order {orderId}.");
}
