/** Where the end of a snooze is remembered, so that it outlives a reload of the window. */
export interface SnoozeStore {
  get(key: string): number | undefined;
  update(key: string, value: number | undefined): Thenable<void>;
}

const key = 'snoozedUntil';
export const longestMinutes = 24 * 60;

/** Turns suggestions off for a while. */
export class Snooze {
  private until: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param onChange Is told when a snooze begins, is prolonged or ends.
   */
  constructor(
    private readonly store: SnoozeStore,
    private readonly now: () => number,
    private readonly onChange: () => void,
  ) {
    const remembered = store.get(key);
    if (remembered !== undefined && remembered > now()) {
      this.wait(remembered);
    }
  }

  /** When it ends, in milliseconds since 1970; undefined if nothing is snoozed. */
  get end(): number | undefined {
    return this.until;
  }

  /** Begins, or goes on for so long from now. */
  start(minutes: number): void {
    this.wait(this.now() + minutes * 60_000);
    this.changed();
  }

  /** Ends it now. */
  wake(): void {
    this.dispose();
    this.until = undefined;
    this.changed();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private wait(until: number): void {
    clearTimeout(this.timer);
    this.until = until;
    this.timer = setTimeout(() => {
      this.wake();
    }, until - this.now());
  }

  private changed(): void {
    void this.store.update(key, this.until);
    this.onChange();
  }
}

/** Reads how many minutes the user typed. */
export function parseMinutes(text: string): number | undefined {
  const minutes = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= longestMinutes ? minutes : undefined;
}
