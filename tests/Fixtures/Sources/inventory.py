"""An inventory of a small shop: 'quotes', "double quotes" and (brackets] in a docstring."""

import json
from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: float
    tags: list[str] = field(default_factory=list)

    def label(self) -> str:
        # It's shown with its price, e.g. "apple (0.50)".
        return f"{self.name.upper()} ({self.price:.2f}) {'!' if self.tags else ''}"


class Inventory:
    def __init__(self, path: str):
        self.path = path
        self.items: dict[str, Item] = {}

    def load(self) -> None:
        '''Reads the items of a file.'''
        with open(self.path, encoding="utf-8") as file:
            for line in file:
                if not line.strip() or line.startswith('#'):
                    continue
                data = json.loads(line)
                self.items[data["name"]] = Item(
                    name=data["name"],
                    price=float(data.get("price", 0)),
                    tags=[tag for tag in data.get("tags", []) if tag],
                )

    def total(self) -> float:
        return sum(item.price for item in self.items.values())

    def cheapest(self, count: int = 3) -> list[Item]:
        try:
            return sorted(self.items.values(), key=lambda item: item.price)[:count]
        except (TypeError, ValueError) as error:
            raise RuntimeError(f"can't sort {len(self.items)} items: {error!r}") from error


if __name__ == "__main__":
    inventory = Inventory(r"C:\shop\items.jsonl")
    print(f"{inventory.total():>10} {id(inventory):#x}")
