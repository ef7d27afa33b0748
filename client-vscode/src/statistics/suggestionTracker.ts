/** A suggestion as the editor shows it: text that would be inserted at an offset. */
export interface OfferedSuggestion {
  readonly uri: string;
  readonly offset: number;
  readonly text: string;

  /** Which of several suggestions it is, from 0. */
  readonly index?: number;
}

/** What a document's change did. */
export interface TextInsertion {
  readonly uri: string;
  readonly offset: number;
  readonly replacedLength: number;
  readonly text: string;
}

/** Brackets and quotes that editors close by themselves. */
const closedPairs = new Set(['()', '[]', '{}', '<>', '""', "''", '``']);

/**
 * Follows the suggestion that is shown, and tells what becomes of it. Editors say when a suggestion is accepted, but
 * not when a part of it is, nor whether they show the same one again after a key.
 */
export class SuggestionTracker {
  /** What there is to choose from, the first one first; all at the same place. */
  private shown: readonly OfferedSuggestion[] = [];

  /** Characters of the suggestion that are in the document since it was offered. */
  private taken = 0;

  /** Characters of the last change, where it was all that the suggestion still lacked. */
  private completed: number | undefined;

  /**
   * A suggestion was given to the editor, and maybe others to choose from.
   * @returns Whether it is a new one, and not the rest of what was shown before.
   */
  offered(suggestion: OfferedSuggestion, ...others: readonly OfferedSuggestion[]): boolean {
    const isRest = this.shown.some(
      (shown) => shown.uri === suggestion.uri && shown.offset === suggestion.offset && shown.text === suggestion.text,
    );
    this.shown = [suggestion, ...others];
    this.taken = 0;
    return !isRest;
  }

  /** What is left of the suggestions that what was typed or accepted since agrees with, the first one first. */
  get left(): readonly OfferedSuggestion[] {
    return this.shown;
  }

  /**
   * The document was changed.
   * @returns The characters that were taken over from the suggestion at once: a part of it that was accepted.
   */
  changed({ uri, offset, replacedLength, text }: TextInsertion): number {
    if (this.shown[0]?.uri !== uri) {
      return 0;
    }

    // An editor may write again what stood before the cursor already.
    const inserted = text.slice(replacedLength);
    const { length } = inserted;
    const taken = this.shown.filter(
      (shown) => offset + replacedLength === shown.offset && length > 0 && shown.text.startsWith(inserted),
    );
    this.shown = [];
    this.completed = undefined;
    if (taken.length === 0) {
      return 0;
    }

    if (taken.some((shown) => shown.text.length === length)) {
      this.completed = length;
      return 0;
    }

    this.taken += length;
    this.shown = taken.map((shown) => ({ ...shown, offset: shown.offset + length, text: shown.text.slice(length) }));
    const isTyped = length === 1 || inserted.trim() === '' || closedPairs.has(inserted);
    return isTyped ? 0 : length;
  }

  /**
   * The suggestion was accepted to its end; editors change the document before they say so.
   * @param length Its length when it was offered: maybe before the one that was offered last, which is its rest.
   * @returns The characters that were still missing.
   */
  accepted(length: number): number {
    const missing = this.completed ?? Math.max(0, length - this.taken);
    this.completed = undefined;
    this.taken = 0;
    return missing;
  }
}
