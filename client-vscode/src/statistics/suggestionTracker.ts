/** A suggestion as the editor shows it: text that would be inserted at an offset. */
export interface OfferedSuggestion {
  readonly uri: string;
  readonly offset: number;
  readonly text: string;
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
  private shown: OfferedSuggestion | undefined;

  /** Characters of the suggestion that are in the document since it was offered. */
  private taken = 0;

  /**
   * A suggestion was given to the editor.
   * @returns Whether it is a new one, and not the rest of what was shown before.
   */
  offered(suggestion: OfferedSuggestion): boolean {
    const isRest =
      this.shown?.uri === suggestion.uri &&
      this.shown.offset === suggestion.offset &&
      this.shown.text === suggestion.text;
    this.shown = suggestion;
    this.taken = 0;
    return !isRest;
  }

  /**
   * The document was changed.
   * @returns The characters that were taken over from the suggestion at once: a part of it that was accepted.
   */
  changed({ uri, offset, replacedLength, text }: TextInsertion): number {
    const shown = this.shown;
    if (shown?.uri !== uri) {
      return 0;
    }

    this.shown = undefined;
    if (replacedLength > 0 || offset !== shown.offset || text === '' || !shown.text.startsWith(text)) {
      return 0;
    }

    if (text.length === shown.text.length) {
      return 0;
    }

    this.taken += text.length;
    this.shown = { uri, offset: offset + text.length, text: shown.text.slice(text.length) };
    const isTyped = text.length === 1 || text.trim() === '' || closedPairs.has(text);
    return isTyped ? 0 : text.length;
  }

  /**
   * The suggestion was accepted to its end.
   * @param length Its length when it was offered.
   * @returns The characters that were still missing.
   */
  accepted(length: number): number {
    const missing = Math.max(0, length - this.taken);
    this.taken = 0;
    return missing;
  }
}
