require "date"

module Billing
  class LineItem
    attr_reader :description, :quantity, :unit_price

    def initialize(description, quantity, unit_price)
      @description = description
      @quantity = quantity
      @unit_price = unit_price
    end

    def total
      quantity * unit_price
    end
  end

  class Invoice
    TAX_RATE = 0.19

    attr_reader :number, :customer, :items

    def initialize(number, customer, issued_on: Date.today)
      @number = number
      @customer = customer
      @issued_on = issued_on
      @items = []
    end

    def add(description, quantity:, unit_price:)
      items << LineItem.new(description, quantity, unit_price)
      self
    end

    def subtotal
      items.sum(&:total)
    end

    def tax
      (subtotal * TAX_RATE).round(2)
    end

    def total
      subtotal + tax
    end

    def due_on
      @issued_on + 30
    end

    def overdue?(today = Date.today)
      today > due_on
    end

    def to_s
      lines = items.map { |item| format("%-30s %3d x %8.2f", item.description, item.quantity, item.unit_price) }
      lines << format("%-30s %14.2f", "Total", total)
      lines.join("\n")
    end
  end
end
