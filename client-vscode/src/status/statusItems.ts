import * as vscode from 'vscode';
import { completedSchemes } from '../server/protocol';
import type { Presentation } from './presentation';

/** A completion that takes less isn't worth a spinner. */
const busyDelayMs = 200;

/** Shows what the engine is doing in the status bar, and beside the language of the document. */
export class StatusItems implements vscode.Disposable {
  private readonly bar = vscode.window.createStatusBarItem(
    'lspCompletion.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly language = vscode.languages.createLanguageStatusItem(
    'lspCompletion.status',
    completedSchemes.map((scheme) => ({ scheme })),
  );
  private delayed: NodeJS.Timeout | undefined;

  constructor() {
    this.bar.name = 'LSP Completion';
    this.bar.command = 'lspCompletion.showMenu';
    this.language.name = 'LSP Completion';
    this.bar.show();
  }

  /** Shows a state; that the engine is busy only if it stays so for a while. */
  show(presentation: Presentation): void {
    clearTimeout(this.delayed);
    if (presentation.kind === 'busy') {
      this.delayed = setTimeout(() => {
        this.showNow(presentation);
      }, busyDelayMs);
    } else {
      this.showNow(presentation);
    }
  }

  dispose(): void {
    clearTimeout(this.delayed);
    this.bar.dispose();
    this.language.dispose();
  }

  private showNow(presentation: Presentation): void {
    const { kind, text, summary, engine, cure } = presentation;
    this.bar.text = text;
    this.bar.tooltip = tooltip(presentation);
    this.bar.backgroundColor = kind === 'error' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.bar.accessibilityInformation = { label: `LSP Completion: ${summary}` };

    this.language.text = text.replace(/^\$\([^)]*\) /, 'Completion: ');
    this.language.detail = engine === undefined || kind === 'error' ? summary : engine;
    this.language.busy = kind === 'loading';
    this.language.severity =
      kind === 'error' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    this.language.command = {
      title: cure?.title ?? 'Menu',
      command: cure?.command ?? 'lspCompletion.showMenu',
      arguments: cure?.argument === undefined ? [] : [cure.argument],
    };
  }
}

function tooltip({ summary, engine, lastAnswer, cure }: Presentation): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = true;
  text.appendMarkdown('**LSP Completion**\n\n');
  text.appendText(summary);
  if (engine !== undefined) {
    text.appendMarkdown('\n\n$(server-process) ');
    text.appendText(engine);
  }

  if (lastAnswer.length > 0) {
    text.appendMarkdown('\n\n---\n\n');
    text.appendText(lastAnswer.join('\n'));
  }

  const links = [
    ...(cure === undefined ? [] : [link(cure.title, cure.command, cure.argument)]),
    link('Cache', 'lspCompletion.openCacheView'),
    link('Statistics', 'lspCompletion.showStatistics'),
    link('Log', 'lspCompletion.showLog'),
  ];
  text.appendMarkdown(`\n\n---\n\n${links.join(' &nbsp;|&nbsp; ')}`);
  return text;
}

function link(title: string, command: string, argument?: string): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[${title}](command:${command}${query})`;
}
