from datetime import date
from decimal import Decimal

import pytest

from ledger import Ledger


@pytest.fixture
def ledger():
    ledger = Ledger()
    ledger.add(date(2024, 3, 1), "salary", Decimal("2500.00"))
    ledger.add(date(2024, 3, 2), "rent", Decimal("-900.00"), "flat")
    ledger.add(date(2024, 3, 5), "food", Decimal("-54.20"))
    ledger.add(date(2024, 3, 9), "food", Decimal("-31.80"))
    return ledger


def test_balance_is_the_sum_of_all_entries(ledger):
    assert ledger.balance() == Decimal("1514.00")


def test_categories_are_added_up(ledger):
    totals = ledger.by_category()
    assert totals["food"] == Decimal("-86.00")
    assert totals["rent"] == Decimal("-900.00")


def test_an_empty_ledger_has_no_largest_expense():
    assert Ledger().largest_expense() is None


@pytest.mark.parametrize("first, last, expected", [
    (date(2024, 3, 1), date(2024, 3, 1), 1),
    (date(2024, 3, 1), date(2024, 3, 5), 3),
    (date(2024, 4, 1), date(2024, 4, 30), 0),
])
def test_entries_between_two_days(ledger, first, last, expected):
    assert len(ledger.between(first, last)) == expected
