/** What of the extension's own description matters here. */
export interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly scope?: string }>> }[];
  };
}

/** Whether the user trusts what is open, and the folders that are. */
export interface Trust {
  readonly isTrusted: boolean;
  readonly folders: readonly string[];
}

const prefix = 'lspCompletion.';

/**
 * The server's settings that are the user's alone. VS Code takes them from no workspace, by their scope, and the server
 * takes them only from what it is started with, since other clients don't know scopes.
 */
export function namesOfUserSettings(manifest: Manifest): string[] {
  const [ofServer] = manifest.contributes.configuration;
  return Object.entries(ofServer?.properties ?? {})
    .filter(([, { scope }]) => scope === 'machine')
    .map(([name]) => name.slice(prefix.length));
}

/**
 * The options with which the server is started: what the user has set, so that the user's file counts for the rest.
 * @param names The settings that are the user's alone.
 * @param valueOf A setting's value as the user has set it, whatever the workspace says; undefined where it isn't set.
 */
export function userOptions(
  names: readonly string[],
  valueOf: (name: string) => unknown,
  trust: Trust,
): Record<string, unknown> {
  // A workspace adds patterns to the user's, which VS Code would leave out where the workspace has some.
  const values = [...names, 'ignore'].map((name) => [name, valueOf(name)] as const);
  return {
    ...Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    trustedFolders: trust.isTrusted ? (valueOf('trustedFolders') ?? ['*', ...trust.folders]) : [],
  };
}
