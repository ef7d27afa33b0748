// Bundles the extension and the script of the cache view into dist/, or with --tests the unit tests into out/tests.cjs.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
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
  const { metafile } = await build({
    ...inNode,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    minify: true,
    metafile: true,
  });
  await writeLicences(Object.keys(metafile.inputs));
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

/** Bundled packages want their licences to go where they go. */
async function writeLicences(files) {
  const packages = new Set(files.map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const texts = [...packages].sort().map(async (folder) => {
    const name = (await readdir(path.join(root, folder))).find((file) => /^licen[cs]e/i.test(file));
    if (name === undefined) throw new Error(`${folder} has no licence file; find out whether it may be bundled.`);
    return `${path.posix.relative('node_modules', folder)}\n\n${await readFile(path.join(root, folder, name), 'utf8')}`;
  });
  await writeFile(path.join(root, 'dist', 'LICENCES.txt'), (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`));
}
