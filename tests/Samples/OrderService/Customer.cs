namespace OrderService;

public enum CustomerTier
{
    Standard,
    Silver,
    Gold,
}

public sealed record Address(string Street, string City, string PostalCode, string CountryCode)
{
    public bool IsDomestic(string homeCountry) =>
        string.Equals(CountryCode, homeCountry, StringComparison.OrdinalIgnoreCase);

    public string ToSingleLine() => $"{Street}, {PostalCode} {City}, {CountryCode}";
}

public sealed class Customer(Guid id, string fullName, string email, Address shippingAddress)
{
    private readonly List<string> _notes = [];

    public Guid Id { get; } = id;

    public string FullName { get; } = fullName;

    public string Email { get; private set; } = email;

    public Address ShippingAddress { get; private set; } = shippingAddress;

    public CustomerTier Tier { get; private set; } = CustomerTier.Standard;

    public IReadOnlyList<string> Notes => _notes;

    public void MoveTo(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        ShippingAddress = address;
        AddNote($"Moved to {address.City}.");
    }

    public void ChangeEmail(string email)
    {
        if (!email.Contains('@'))
            throw new ArgumentException("An email address has an @.", nameof(email));
        Email = email;
    }

    public void Promote(CustomerTier tier)
    {
        if (tier > Tier)
            Tier = tier;
    }

    public void AddNote(string note) => _notes.Add(note.Trim());
}
