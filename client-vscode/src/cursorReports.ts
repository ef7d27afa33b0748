/** Where a cursor is, in which version of which document. */
export interface CursorPlace {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  readonly character: number;
}

/** Milliseconds after which a cursor that was moved is taken to rest. */
const restMs = 100;

/** Tells where the cursor comes to rest without an edit, so that the server is ready before the first key. */
export class CursorReports {
  private known: { readonly uri: string; readonly version: number } | undefined;
  private waiting: NodeJS.Timeout | undefined;

  /** @param tell Tells the server. */
  constructor(private readonly tell: (place: CursorPlace) => void) {}

  /** A document is shown, or the cursor is back in it. */
  shown(place: CursorPlace): void {
    clearTimeout(this.waiting);
    this.known = place;
    this.tell(place);
  }

  /** The cursor moved. What an edit moves, the server knows from the edit. */
  moved(place: CursorPlace): void {
    clearTimeout(this.waiting);
    const isEdited = place.uri !== this.known?.uri || place.version !== this.known.version;
    this.known = place;
    if (!isEdited) {
      this.waiting = setTimeout(() => {
        this.tell(place);
      }, restMs);
    }
  }

  dispose(): void {
    clearTimeout(this.waiting);
  }
}
