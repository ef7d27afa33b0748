import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { acceptedCommand, type AnswerRecord } from './server/protocol';
import { isOnIn, type LanguageSwitches, readSetting, type UserSettings } from './settings';
import type { Statistics } from './statistics/statistics';
import { SuggestionTracker } from './statistics/suggestionTracker';

/**
 * What happens between VS Code and the language client: questions that needn't be asked are not, settings are those
 * that hold right now, and what becomes of suggestions is counted.
 */
export class Completions implements vscode.Disposable {
  private readonly tracker = new SuggestionTracker();
  private readonly subscription: vscode.Disposable;
  private shownItems: readonly vscode.InlineCompletionItem[] = [];
  private isReady = false;

  /** The number of the last answer that was told of. */
  private lastAnswer: number | undefined;

  /** What was typed in last while the server didn't answer. */
  private missed: vscode.TextDocument | undefined;

  /**
   * @param userSettings The settings that the server has from its start.
   * @param isSnoozed Whether suggestions are off for a while.
   * @param notify Tells the server something.
   */
  constructor(
    private readonly statistics: Statistics,
    private readonly userSettings: UserSettings,
    private readonly isSnoozed: () => boolean,
    private readonly notify: (method: string, parameters: unknown) => void,
  ) {
    this.subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      this.changed(event);
    });
  }

  readonly middleware: Middleware = {
    provideInlineCompletionItems: async (document, position, context, token, next) => {
      if (this.isSnoozed() || !isOnIn(readSetting<LanguageSwitches>('languages', {}), document.languageId)) {
        return null;
      }

      const asked = performance.now();
      const { version } = document;
      const result = await next(document, position, context, token);
      const items = Array.isArray(result) ? result : (result?.items ?? []);
      if (items.length > 0 && !token.isCancellationRequested && document.version === version) {
        this.statistics.answered(performance.now() - asked);
        this.offered(document, position, items);
      }

      return result;
    },
    executeCommand: async (command, parameters: unknown[], next) => {
      const length = parameters[1];
      if (command === acceptedCommand && typeof length === 'number') {
        this.statistics.accepted(this.tracker.accepted(length));
      }

      return (await next(command, parameters)) as unknown;
    },
    workspace: {
      configuration: async (parameters, token, next) => {
        const values: unknown = await next(parameters, token);
        return Array.isArray(values)
          ? values.map((value: unknown, index) =>
              parameters.items[index]?.section === 'lspCompletion' ? this.settingsNow(value) : value,
            )
          : [];
      },
    },
  };

  dispose(): void {
    this.subscription.dispose();
  }

  /** Takes note of whether the server answers; what was typed while it didn't is completed as soon as it does. */
  serverIs(ready: boolean): void {
    const { missed } = this;
    const isBack = ready && !this.isReady;
    this.isReady = ready;
    if (!isBack || missed === undefined) {
      return;
    }

    this.missed = undefined;
    if (vscode.window.activeTextEditor?.document === missed) {
      void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    }
  }

  /** The server tells how an answer came about; it may tell of the same one several times. */
  answered(answer: AnswerRecord | undefined): void {
    if (answer?.number === undefined || answer.number === this.lastAnswer) {
      return;
    }

    this.lastAnswer = answer.number;
    if (answer.filter !== undefined) {
      this.statistics.filtered(answer.filter);
    }
  }

  /** The settings for the server: without those that it has from its start or that are the extension's own, and off during a snooze. */
  private settingsNow(value: unknown): unknown {
    const settings = this.userSettings.withoutThem(value as Record<string, unknown>);
    delete settings.serverPath;
    if (this.isSnoozed()) {
      settings.enabled = false;
    }

    return settings;
  }

  private offered(
    document: vscode.TextDocument,
    position: vscode.Position,
    items: readonly vscode.InlineCompletionItem[],
  ): void {
    const uri = document.uri.toString();
    const offset = document.offsetAt(position);
    const offers = items.flatMap((item, index) => {
      const text = typeof item.insertText === 'string' ? item.insertText : item.insertText.value;
      const start = item.range?.start ?? position;
      const present = document.getText(new vscode.Range(start, position));
      return text.startsWith(present) ? [{ uri, offset, text: text.slice(present.length), index }] : [];
    });
    const [first, ...others] = offers;
    if (first === undefined) {
      return;
    }

    this.shownItems = items;
    if (this.tracker.offered(first, ...others)) {
      this.statistics.shown();
    }
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!this.isReady && contentChanges.length > 0 && document === vscode.window.activeTextEditor?.document) {
      this.missed = document;
    }

    for (const change of contentChanges) {
      const length = this.tracker.changed({
        uri: document.uri.toString(),
        offset: change.rangeOffset,
        replacedLength: change.rangeLength,
        text: change.text,
      });
      if (length > 0) {
        this.statistics.acceptedInPart(length);
        const command = this.shownItems[this.tracker.left[0]?.index ?? 0]?.command;
        if (command !== undefined) {
          this.notify('textDocument/didPartiallyAcceptCompletion', {
            item: { command },
            acceptedLength: length,
          });
        }
      }
    }
  }
}
