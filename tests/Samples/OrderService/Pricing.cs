namespace OrderService;

public sealed record PriceBreakdown(Money Subtotal, Money Discount, Money Shipping, Money Tax)
{
    public Money Total => Subtotal.Subtract(Discount).Add(Shipping).Add(Tax);
}

public sealed class PricingOptions
{
    public string HomeCountry { get; init; } = "DE";

    public decimal TaxRate { get; init; } = 0.19m;

    public decimal ReducedTaxRate { get; init; } = 0.07m;

    public decimal FreeShippingFrom { get; init; } = 50m;

    public decimal DomesticShipping { get; init; } = 4.90m;

    public decimal ForeignShipping { get; init; } = 12.50m;
}

public sealed class PricingService(PricingOptions options)
{
    public PriceBreakdown Calculate(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        Money subtotal = order.Subtotal();
        Money discount = subtotal.Multiply(DiscountRate(order.Customer));
        Money shipping = ShippingFor(order, subtotal);
        Money tax = TaxFor(order);
        return new PriceBreakdown(subtotal, discount, shipping, tax);
    }

    private static decimal DiscountRate(Customer customer) => customer.Tier switch
    {
        CustomerTier.Gold => 0.10m,
        CustomerTier.Silver => 0.05m,
        _ => 0m,
    };

    private Money ShippingFor(Order order, Money subtotal)
    {
        bool isDomestic = order.Customer.ShippingAddress.IsDomestic(options.HomeCountry);
        if (isDomestic && subtotal.Amount >= options.FreeShippingFrom)
            return Money.Zero(order.Currency);

        decimal amount = isDomestic ? options.DomesticShipping : options.ForeignShipping;
        return new Money(amount, order.Currency);
    }

    private Money TaxFor(Order order)
    {
        Money tax = Money.Zero(order.Currency);
        foreach (OrderLine line in order.Lines)
        {
            decimal rate = line.Product.Category is ProductCategory.Book or ProductCategory.Food
                ? options.ReducedTaxRate
                : options.TaxRate;
            tax = tax.Add(line.Subtotal.Multiply(rate));
        }

        return tax;
    }
}
