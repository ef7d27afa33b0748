import type { AnswerReuse, DocumentCache } from '../server/protocol';

/** A bar of the chart: one answer. */
export interface Bar {
  /** The share of the prompt that was reused, 0 to 1; 1 where the model was not asked. */
  readonly reused: number;
  readonly isWithoutModel: boolean;
  readonly title: string;
}

/** A document's slot, as the view shows it. */
export interface CacheRow {
  readonly name: string;
  readonly uri: string;
  readonly size: string;
  readonly reuse: string;
  readonly lastMiss: string;
  readonly bars: readonly Bar[];
}

/** What the view shows. */
export interface CachePage {
  readonly total: string;
  readonly rows: readonly CacheRow[];
}

/** Puts a document's slot into words and bars. */
export function describeDocument(document: DocumentCache, name: string): CacheRow {
  const size =
    document.tokens === 0
      ? 'nothing cached'
      : `${group(document.tokens)} of ${group(document.capacity)} tokens, ${megabytes(document.bytes)}`;
  const lastMiss = document.lastMiss === undefined ? 'No miss so far.' : `Last miss: ${document.lastMiss}.`;
  return {
    name,
    uri: document.uri,
    size,
    reuse: describeReuse(document.recent),
    lastMiss,
    bars: document.recent.map(bar),
  };
}

/** The memory that all slots take together. */
export function describeTotal(documents: readonly DocumentCache[], budgetBytes: number): string {
  const bytes = documents.reduce((sum, document) => sum + document.bytes, 0);
  return `${megabytes(bytes)} of ${megabytes(budgetBytes)} in use`;
}

/** The share of prompts that was reused, and how often the model was not even asked. */
function describeReuse(recent: readonly AnswerReuse[]): string {
  const asked = recent.filter(wasAsked);
  const reused = asked.reduce((sum, answer) => sum + answer.reusedTokens, 0);
  const computed = asked.reduce((sum, answer) => sum + answer.computedTokens, 0);
  const withoutModel = recent.length - asked.length;
  return [
    recent.length === 1 ? 'Last answer:' : `Last ${recent.length} answers:`,
    reused + computed > 0 ? `${percent(reused / (reused + computed))} of the prompts reused,` : '',
    `${withoutModel} without the model`,
  ]
    .filter(Boolean)
    .join(' ');
}

function bar(answer: AnswerReuse): Bar {
  if (!wasAsked(answer)) {
    return { reused: 1, isWithoutModel: true, title: 'Answered without the model' };
  }

  const reused = answer.reusedTokens / (answer.reusedTokens + answer.computedTokens);
  return {
    reused,
    isWithoutModel: false,
    title: `${answer.reusedTokens} tokens reused, ${answer.computedTokens} computed`,
  };
}

function wasAsked(answer: AnswerReuse): boolean {
  return answer.reusedTokens + answer.computedTokens > 0;
}

/** Never rounded up to all of it. */
function percent(share: number): string {
  const rounded = Math.floor(share * 1000) / 10;
  return `${rounded} %`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1 << 20))} MB`;
}

function group(value: number): string {
  return value.toLocaleString('en-US');
}
