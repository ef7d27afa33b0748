/** What to do about a server that ended by itself: start it again after a while, or leave it. */
export type RestartDecision =
  { readonly restart: true; readonly delayMs: number; readonly isFirst: boolean } | { readonly restart: false };

const mostRestarts = 4;
const firstDelayMs = 500;

/** A server that ran for as long as this was all right: what happened before is forgotten. */
const stableMs = 5 * 60 * 1000;

/**
 * Restarts a server that ends by itself, each time after a longer wait. The fifth time in a row it is left stopped.
 */
export class RestartPolicy {
  private crashes = 0;
  private startedAt = 0;

  constructor(private readonly now: () => number) {}

  /** The server was started. */
  started(): void {
    this.startedAt = this.now();
  }

  /** The server ended by itself. */
  crashed(): RestartDecision {
    if (this.now() - this.startedAt >= stableMs) {
      this.crashes = 0;
    }

    this.crashes++;
    if (this.crashes > mostRestarts) {
      return { restart: false };
    }

    return { restart: true, delayMs: firstDelayMs * 2 ** (this.crashes - 1), isFirst: this.crashes === 1 };
  }

  /** The user starts over. */
  reset(): void {
    this.crashes = 0;
  }
}
