import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** A server that can be started, or why there is none. */
export type ServerLocation =
  { readonly path: string } | { readonly problem: string; readonly cure: 'serverPath' | 'reinstall' };

/**
 * Finds the server's executable.
 * @param setting The setting `lspCompletion.serverPath`; empty for the one that comes with the extension.
 * @param extensionFolder Where the extension is installed.
 */
export function locateServer(setting: string, extensionFolder: string, platform = process.platform): ServerLocation {
  const executable = platform === 'win32' ? 'lsp-completion.exe' : 'lsp-completion';
  const file = setting === '' ? path.join(extensionFolder, 'server', executable) : setting;
  if (!isFile(file)) {
    return setting === ''
      ? {
          problem:
            'This copy of the extension came without its server. Install the package for your platform, ' +
            'or name a server in lspCompletion.serverPath.',
          cure: 'reinstall',
        }
      : { problem: `lspCompletion.serverPath names ${setting}, which is no file.`, cure: 'serverPath' };
  }

  if (platform !== 'win32' && !isExecutable(file)) {
    // Packages that were made on Windows know nothing of executable files.
    if (setting !== '' || !makeExecutable(file)) {
      return { problem: `${file} may not be executed; make it executable.`, cure: 'serverPath' };
    }
  }

  return { path: file };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function makeExecutable(file: string): boolean {
  try {
    chmodSync(file, 0o755);
    return true;
  } catch {
    return false;
  }
}
