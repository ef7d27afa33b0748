import { LanguageClient } from 'vscode-languageclient/node';

/** A client that writes its own troubles into the log alone: what the user has to know, the extension says once. */
export class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override warn(message: string, data?: unknown): void {
    super.warn(message, data, false);
  }
}
