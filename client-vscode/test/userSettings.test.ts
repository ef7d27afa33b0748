import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Manifest, namesOfUserSettings, userOptions } from '../src/userSettings';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest & {
  capabilities: { untrustedWorkspaces: { supported: unknown; restrictedConfigurations: string[] } };
};
const names = namesOfUserSettings(manifest);
const trusted = { isTrusted: true, folders: ['/work/a', '/work/b'] };
const untrusted = { ...trusted, isTrusted: false };

describe('namesOfUserSettings', () => {
  it('names what runs, loads, spends or sends, and nothing that is only shown', () => {
    for (const name of ['model', 'backend', 'threads', 'cSharpProjects', 'trustedFolders', 'logSourceText']) {
      assert.ok(names.includes(name), name);
    }

    for (const name of ['enabled', 'maxLines', 'languages', 'serverPath']) {
      assert.ok(!names.includes(name), name);
    }
  });

  it('names what VS Code takes from no workspace that is not trusted', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(
      restrictedConfigurations,
      [...names, 'serverPath'].map((name) => `lspCompletion.${name}`),
    );
  });
});

describe('userOptions', () => {
  it('passes on what the user has set, and leaves the rest to the file of settings', () => {
    const set: Record<string, unknown> = { model: '/models/large', threads: 4, maxLines: 3, ignore: ['/secret/'] };
    assert.deepEqual(
      userOptions(names, (name) => set[name], trusted),
      { model: '/models/large', threads: 4, ignore: ['/secret/'], trustedFolders: ['*', '/work/a', '/work/b'] },
    );
  });

  it('trusts the folders that are open where VS Code does, or those that the user has named', () => {
    assert.deepEqual(
      userOptions([], () => undefined, trusted),
      { trustedFolders: ['*', '/work/a', '/work/b'] },
    );
    const named = (name: string) => (name === 'trustedFolders' ? ['/work'] : undefined);
    assert.deepEqual(userOptions(names, named, trusted), { trustedFolders: ['/work'] });
  });

  it('trusts nothing where VS Code does not, whatever is set', () => {
    assert.deepEqual(
      userOptions(names, () => undefined, untrusted),
      { trustedFolders: [] },
    );
    const all = (name: string) => (name === 'trustedFolders' ? ['*'] : undefined);
    assert.deepEqual(userOptions(names, all, untrusted), { trustedFolders: [] });
  });
});
