require_relative "invoice"

RSpec.describe Billing::Invoice do
  subject(:invoice) { described_class.new("2024-17", "Example Ltd", issued_on: Date.new(2024, 5, 1)) }

  before do
    invoice.add("Consulting", quantity: 8, unit_price: 90.0)
    invoice.add("Travel", quantity: 1, unit_price: 45.5)
  end

  describe "#subtotal" do
    it "adds up all items" do
      expect(invoice.subtotal).to eq(765.5)
    end

    it "is zero without items" do
      empty = described_class.new("2024-18", "Example Ltd")
      expect(empty.subtotal).to eq(0)
    end
  end

  describe "#overdue?" do
    it "is false on the last day" do
      expect(invoice).not_to be_overdue(Date.new(2024, 5, 31))
    end

    it "is true on the day after" do
      expect(invoice).to be_overdue(Date.new(2024, 6, 1))
    end
  end

  describe "#to_s" do
    it "ends with the total" do
      expect(invoice.to_s.lines.last).to include("Total")
    end
  end
end
