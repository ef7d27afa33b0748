import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { locateServer } from '../src/server/serverLocation';

const onWindows = process.platform === 'win32';

describe('locateServer', () => {
  let folder: string;
  let bundled: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lsp-completion-'));
    mkdirSync(path.join(folder, 'server'));
    bundled = path.join(folder, 'server', onWindows ? 'lsp-completion.exe' : 'lsp-completion');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds the one that came along, and makes it executable', () => {
    writeFileSync(bundled, '');
    chmodSync(bundled, 0o644);
    assert.deepEqual(locateServer('', folder), { path: bundled });
    assert.equal(onWindows || (statSync(bundled).mode & 0o111) !== 0, true);
  });

  it('takes the one that the setting names', () => {
    const named = path.join(folder, 'mine');
    writeFileSync(named, '');
    chmodSync(named, 0o755);
    assert.deepEqual(locateServer(named, folder), { path: named });
  });

  it('says what to do where there is none', () => {
    const missing = locateServer('', folder);
    assert.equal('cure' in missing && missing.cure, 'reinstall');

    const wrong = locateServer(folder, folder);
    assert.equal('problem' in wrong && wrong.problem, `lspCompletion.serverPath names ${folder}, which is no file.`);
    assert.equal('cure' in wrong && wrong.cure, 'serverPath');
  });

  if (!onWindows) {
    it('says so where the named one may not be executed', () => {
      const named = path.join(folder, 'mine');
      writeFileSync(named, '');
      chmodSync(named, 0o644);
      const location = locateServer(named, folder);
      assert.equal('problem' in location && location.problem, `${named} may not be executed; make it executable.`);
    });
  }
});
