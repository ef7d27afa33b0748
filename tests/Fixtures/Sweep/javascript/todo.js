const STORAGE_KEY = 'todo-items';

export class TodoList {
  constructor(storage = window.localStorage) {
    this.storage = storage;
    this.items = this.load();
    this.listeners = new Set();
  }

  load() {
    const stored = this.storage.getItem(STORAGE_KEY);
    return stored ? JSON.parse(stored) : [];
  }

  save() {
    this.storage.setItem(STORAGE_KEY, JSON.stringify(this.items));
    for (const listener of this.listeners) {
      listener(this.items);
    }
  }

  add(title) {
    const trimmed = title.trim();
    if (trimmed === '') {
      throw new Error('A title must not be empty');
    }
    this.items.push({ id: crypto.randomUUID(), title: trimmed, done: false });
    this.save();
  }

  toggle(id) {
    const item = this.items.find((candidate) => candidate.id === id);
    if (item) {
      item.done = !item.done;
      this.save();
    }
  }

  remove(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this.save();
  }

  get remaining() {
    return this.items.filter((item) => !item.done).length;
  }

  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
