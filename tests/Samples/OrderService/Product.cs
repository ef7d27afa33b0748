namespace OrderService;

public enum ProductCategory
{
    Book,
    Food,
    Electronics,
    Clothing,
}

public sealed class Product
{
    public Product(string sku, string title, Money unitPrice, ProductCategory category)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sku);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Sku = sku;
        Title = title;
        UnitPrice = unitPrice;
        Category = category;
    }

    public string Sku { get; }

    public string Title { get; private set; }

    public Money UnitPrice { get; private set; }

    public ProductCategory Category { get; }

    public bool IsDiscontinued { get; private set; }

    public void Rename(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    public void ChangePrice(Money unitPrice)
    {
        if (unitPrice.Amount < 0)
            throw new ArgumentOutOfRangeException(nameof(unitPrice));
        UnitPrice = unitPrice;
    }

    public void Discontinue() => IsDiscontinued = true;
}
