"""Keeps the entries of a small household ledger."""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass
class Entry:
    day: date
    category: str
    amount: Decimal
    note: str = ""

    @property
    def is_expense(self) -> bool:
        return self.amount < 0


@dataclass
class Ledger:
    entries: list[Entry] = field(default_factory=list)

    def add(self, day: date, category: str, amount: Decimal, note: str = "") -> Entry:
        entry = Entry(day, category, amount, note)
        self.entries.append(entry)
        return entry

    def balance(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), Decimal(0))

    def by_category(self) -> dict[str, Decimal]:
        totals = defaultdict(Decimal)
        for entry in self.entries:
            totals[entry.category] += entry.amount
        return dict(totals)

    def between(self, first: date, last: date) -> list[Entry]:
        return [entry for entry in self.entries if first <= entry.day <= last]

    def largest_expense(self) -> Entry | None:
        expenses = [entry for entry in self.entries if entry.is_expense]
        if not expenses:
            return None
        return min(expenses, key=lambda entry: entry.amount)
