// Bundles the extension and the script of the cache view into dist/, or with --tests the unit tests into out/tests.cjs.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const common = { absWorkingDir: root, bundle: true, legalComments: 'none', logLevel: 'warning' };
const inNode = { ...common, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'] };

if (process.argv.includes('--tests')) {
  await rm(path.join(root, 'out'), { recursive: true, force: true });
  const tests = (await readdir(path.join(root, 'test'))).filter((name) => name.endsWith('.test.ts'));

  // In one file, since versions of Node disagree on how to name several.
  await build({
    ...inNode,
    stdin: { contents: tests.map((name) => `import './test/${name}';`).join('\n'), resolveDir: root },
    outfile: 'out/tests.cjs',
    sourcemap: 'inline',
  });
} else {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await build({ ...inNode, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', minify: true });
  await build({
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: ['src/cache/webview.ts'],
    outfile: 'dist/cacheView.js',
    minify: true,
  });
}
