/** What the server tells beyond the Language Server Protocol; see server/Protocol/Messages. */

export const statusMethod = '$/lspCompletion/status';
export const optionsMethod = '$/lspCompletion/didChangeOptions';
export const cacheMethod = 'lspCompletion/cache';
export const acceptedCommand = 'lspCompletion.accepted';

/** Where documents lie that are completed: on disk, nowhere yet, in a virtual workspace, in a notebook. */
export const completedSchemes = ['file', 'untitled', 'vscode-vfs', 'vscode-notebook-cell'] as const;

/** How an answer came about. */
export interface AnswerRecord {
  readonly source: string;
  readonly totalMs: number;
  readonly reason?: string;

  /** The filter that left nothing to show, or shortened what is shown. */
  readonly filter?: string;

  /** The answer's number since the server started: a status may tell of the same answer again. */
  readonly number?: number;
  readonly reusedTokens?: number;
  readonly computedTokens?: number;
  readonly generatedTokens?: number;
  readonly rememberedTokens?: number;

  /** Where the longest text stands that one of these followed: path and line, in the document itself the line alone. */
  readonly rememberedFrom?: string;

  /** What the compiler says of it. */
  readonly check?: string;
  readonly unguided?: string;
}

/** What the engine is doing. */
export interface EngineStatus {
  readonly state: 'loading' | 'ready' | 'busy' | 'paused' | 'error';
  readonly message: string;
  readonly percent?: number;
  readonly model?: string;
  readonly executionProvider?: string;
  readonly destination?: string;
  readonly last?: AnswerRecord;
}

/** What the cache did for one answer; without tokens, the model was not asked. */
export interface AnswerReuse {
  readonly source: string;
  readonly reusedTokens: number;
  readonly computedTokens: number;
}

/** What is cached of a document. */
export interface DocumentCache {
  readonly uri: string;
  readonly tokens: number;
  readonly capacity: number;
  readonly bytes: number;
  readonly recent: readonly AnswerReuse[];
  readonly lastMiss?: string;
}

/** What is cached of all documents. */
export interface CacheState {
  readonly budgetBytes: number;
  readonly documents: readonly DocumentCache[];
}
