export interface Product {
  readonly id: number;
  name: string;
  tags?: ReadonlyArray<string>;
}

export type Predicate<T> = (value: T, index: number) => boolean;

/** A store of products; `Map<number, Product>` inside. */
export class Store<T extends Product = Product> {
  private readonly products: Map<number, T> = new Map<number, T>();
  private listeners: Array<(event: { kind: 'added' | 'removed'; product: T }) => void> = [];

  constructor(private readonly limit = 100) {}

  add(product: T): boolean {
    if (this.products.size >= this.limit || this.products.has(product.id)) {
      return false;
    }

    this.products.set(product.id, product);
    this.listeners.forEach((listener) => listener({ kind: 'added', product }));
    return true;
  }

  find(predicate: Predicate<T>): T | undefined {
    return [...this.products.values()].find((product, index) => predicate(product, index));
  }

  groupBy<K extends string>(key: (product: T) => K): Record<K, T[]> {
    const groups = {} as Record<K, T[]>;
    for (const product of this.products.values()) {
      (groups[key(product)] ??= []).push(product);
    }

    return groups;
  }
}

export const describe = ({ name, tags = [] }: Product): string => `${name}${tags.length > 0 ? ` [${tags.join(', ')}]` : ''}`;
