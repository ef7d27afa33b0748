import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CompletionServer } from '../server/completionServer';
import { type CachePage, describeDocument, describeTotal } from './describe';

/** While keys are pressed, the view is drawn this often at most. */
const refreshMs = 150;

/** Shows what is cached of each document, and what the cache did for the last answers; live. */
export class CacheView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'lspCompletion.cache';

  private view: vscode.WebviewView | undefined;
  private pending: NodeJS.Timeout | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: CompletionServer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = server.onDidChangeState(() => {
      this.refreshSoon();
    });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.extensionUri] };
    view.webview.html = this.html(view.webview);
    view.webview.onDidReceiveMessage((message: { kind: 'ready' } | { kind: 'open'; uri: string }) => {
      if (message.kind === 'ready') {
        this.refreshSoon();
      } else {
        void vscode.window.showTextDocument(vscode.Uri.parse(message.uri, true));
      }
    });
    view.onDidChangeVisibility(() => {
      this.refreshSoon();
    });
    view.onDidDispose(() => {
      this.view = undefined;
    });
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.subscription.dispose();
  }

  private refreshSoon(): void {
    if (this.view?.visible) {
      this.pending ??= setTimeout(() => void this.refresh(), refreshMs);
    }
  }

  private async refresh(): Promise<void> {
    this.pending = undefined;
    try {
      const state = await this.server.readCache();
      const page: CachePage = {
        total: state === undefined ? '' : describeTotal(state.documents, state.budgetBytes),
        rows: (state?.documents ?? []).map((document) => describeDocument(document, nameOf(document.uri))),
      };
      await this.view?.webview.postMessage(page);
    } catch (error) {
      // The server went away meanwhile; its next state brings the view up to date.
      this.log.debug(`The cache view was not drawn: ${String(error)}`);
    }
  }

  private html(webview: vscode.Webview): string {
    const resource = (...path: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.extensionUri, ...path)).toString();
    const nonce = randomBytes(16).toString('hex');
    return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
  <link rel="stylesheet" href="${resource('media', 'cacheView.css')}">
  <title>Completion cache</title>
</head>
<body>
  <main aria-live="off"></main>
  <script nonce="${nonce}" src="${resource('dist', 'cacheView.js')}"></script>
</body>
</html>`;
  }
}

function nameOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
