/** What was counted, as it is remembered. */
export interface Counts {
  readonly since: number;
  readonly shown: number;
  readonly accepted: number;
  readonly acceptedInPart: number;
  readonly charactersSaved: number;
  /** Milliseconds from question to suggestion, of the last ones. */
  readonly latencies: readonly number[];
  /** How often each filter shortened a suggestion or left nothing of it; missing where none was counted yet. */
  readonly filtered?: Readonly<Record<string, number>>;
}

/** Where counts are remembered; VS Code's own store, which never leaves the machine. */
export interface CountStore {
  get(key: string): Counts | undefined;
  update(key: string, value: Counts): Thenable<void>;
}

const key = 'statistics';
const rememberedLatencies = 1000;
const saveDelayMs = 2000;

/** Counts what becomes of suggestions. Nothing of it leaves the machine. */
export class Statistics {
  private current: Counts;
  private saving: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: CountStore,
    private readonly now: () => number,
  ) {
    this.current = store.get(key) ?? this.nothing();
  }

  get counts(): Counts {
    return this.current;
  }

  /** A suggestion was shown. */
  shown(): void {
    this.change({ shown: this.current.shown + 1 });
  }

  /** A question was answered with a suggestion. */
  answered(milliseconds: number): void {
    const rounded = Math.round(milliseconds * 10) / 10;
    this.change({ latencies: [...this.current.latencies, rounded].slice(-rememberedLatencies) });
  }

  /** A filter shortened a suggestion, or left nothing of it. */
  filtered(filter: string): void {
    const { filtered = {} } = this.current;
    this.change({ filtered: { ...filtered, [filter]: (filtered[filter] ?? 0) + 1 } });
  }

  /** A suggestion was accepted to its end. */
  accepted(characters: number): void {
    this.change({
      accepted: this.current.accepted + 1,
      charactersSaved: this.current.charactersSaved + characters,
    });
  }

  /** The beginning of a suggestion was accepted. */
  acceptedInPart(characters: number): void {
    this.change({
      acceptedInPart: this.current.acceptedInPart + 1,
      charactersSaved: this.current.charactersSaved + characters,
    });
  }

  /** Starts over. */
  async reset(): Promise<void> {
    this.current = this.nothing();
    await this.save();
  }

  /** Writes down what was counted. */
  async save(): Promise<void> {
    clearTimeout(this.saving);
    this.saving = undefined;
    await this.store.update(key, this.current);
  }

  private change(counts: Partial<Counts>): void {
    this.current = { ...this.current, ...counts };
    this.saving ??= setTimeout(() => void this.save(), saveDelayMs);
  }

  private nothing(): Counts {
    return { since: this.now(), shown: 0, accepted: 0, acceptedInPart: 0, charactersSaved: 0, latencies: [] };
  }
}

/** The value that a share of the values doesn't exceed (nearest rank); undefined where there are none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The statistics in words, a line each. */
export function describeCounts(counts: Counts): string[] {
  const share = counts.shown === 0 ? '' : ` (${Math.round((100 * counts.accepted) / counts.shown)} %)`;
  const lines = [
    `Shown: ${counts.shown}`,
    `Accepted: ${counts.accepted}${share}`,
    `Accepted in part: ${counts.acceptedInPart}`,
    `Characters not typed: ${counts.charactersSaved}`,
  ];
  const [median, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(counts.latencies, share));
  if (median !== undefined && p95 !== undefined && p99 !== undefined) {
    lines.push(
      `Milliseconds to a suggestion: median ${median}, 95th percentile ${p95}, 99th ${p99} ` +
        `(of the last ${counts.latencies.length})`,
    );
  }

  const filtered = Object.entries(counts.filtered ?? {}).toSorted(([, a], [, b]) => b - a);
  if (filtered.length > 0) {
    const counted = filtered.map(([filter, count]) => `${inWords(filter)} ${count}`);
    lines.push(`Filtered, wholly or in part: ${counted.join(', ')}`);
  }

  return lines;
}

/** The name of a filter as people write it: "repeats above" for "repeatsAbove". */
function inWords(filter: string): string {
  return filter.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
