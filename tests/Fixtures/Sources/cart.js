// A cart, with all that makes JavaScript hard to read: /regex/, `templates ${1 + 1}` and 'don\'t'.
import { readFile } from 'node:fs/promises';

const pattern = /^[a-z/]+(\d{2,})?$/i;
const half = (a, b) => a / b / 2;

export class Cart {
  #items = new Map();

  add(name, { price = 0, count = 1 } = {}) {
    if (!pattern.test(name)) {
      throw new Error(`bad name: ${name.replace(/[`'"]/g, '')} (${this.#items.size})`);
    }

    const item = this.#items.get(name) ?? { price, count: 0 };
    item.count += count;
    this.#items.set(name, item);
    return this;
  }

  get total() {
    let sum = 0;
    for (const { price, count } of this.#items.values()) {
      sum += price * count;
    }
    return sum;
  }

  async load(path) {
    try {
      const text = await readFile(path, 'utf8');
      text.split('\n').forEach((line) => {
        const [name, price] = line.split(',');
        this.add(name, { price: Number(price) });
      });
    } catch (error) {
      console.error(`can't read ${path}:`, error);
    } finally {
      console.log(half(this.total, 2));
    }
  }
}

document.querySelector('#add')?.addEventListener('click', () => {
  new Cart().add('apple').load('items.csv').then((result) => console.log(result));
});
