// Makes artifacts/lsp-completion-TARGET-VERSION.vsix: the extension with the server, self-contained, and the model.
// npm run package -- --target linux-x64
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';

const systems = {
  linux: { runtime: 'linux', library: 'libonnxruntime.so' },
  darwin: { runtime: 'osx', library: 'libonnxruntime.dylib' },
  win32: { runtime: 'win', library: 'onnxruntime.dll' },
};
const targets = ['win32-x64', 'win32-arm64', 'linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const repository = path.dirname(extension);
const artifacts = path.join(extension, 'artifacts');

try {
  await makePackage(readTarget());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function readTarget() {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const target = values.target ?? `${process.platform}-${process.arch}`;
  if (!targets.includes(target)) {
    throw new Error(`There is no package for ${target}; choose one of ${targets.join(', ')} with --target.`);
  }

  return target;
}

async function makePackage(target) {
  const [system, processor] = target.split('-');
  const runtime = `${systems[system].runtime}-${processor}`;
  const folder = path.join(artifacts, target);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await fill(folder, target, runtime, systems[system].library);
    await pack(folder, target);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Puts into a folder what goes into the package. */
async function fill(folder, target, runtime, library) {
  run(process.execPath, [path.join(extension, 'scripts', 'build.mjs')]);
  publishServer(runtime, path.join(folder, 'server'));
  if (!existsSync(path.join(folder, 'server', library))) {
    throw new Error(`ONNX Runtime brings no ${library} for ${runtime}, so there is no package for ${target}.`);
  }

  for (const name of ['dist', 'media', 'walkthrough', 'README.md']) {
    await cp(path.join(extension, name), path.join(folder, name), { recursive: true });
  }

  for (const name of ['LICENSE', 'NOTICE', 'CHANGELOG.md']) {
    await cp(path.join(repository, name), path.join(folder, name));
  }

  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  delete manifest.devDependencies;
  delete manifest.scripts;
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(path.join(folder, '.vscodeignore'), '**/*.pdb\n');
}

async function pack(folder, target) {
  const { name, version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const packagePath = path.join(artifacts, `${name}-${target}-${version}.vsix`);
  await createVSIX({ cwd: folder, target, packagePath, dependencies: false, allowMissingRepository: true });
}

/** Builds apart from the clone's own outputs, which may be those of another runtime and in use. */
function publishServer(runtime, folder) {
  run('dotnet', [
    'publish',
    path.join(repository, 'server'),
    ...['--configuration', 'Release', '--runtime', runtime, '--self-contained'],
    // Compiled ahead of time: each window's server starts with a third less work, and takes less memory.
    '-p:PublishReadyToRun=true',
    ...['--output', folder, '--artifacts-path', path.join(artifacts, 'build', runtime)],
    // The lock files in the clone are those of builds without a runtime.
    ...['-p:NuGetLockFilePath=obj/package.lock.json', '-p:RestoreLockedMode=false'],
    ...['-p:PublishDocumentationFiles=false', '-p:CopyDocumentationFilesFromPackages=false'],
    ...['--verbosity', 'quiet', '--nologo'],
  ]);
}

function run(command, parameters) {
  execFileSync(command, parameters, { cwd: extension, stdio: 'inherit' });
}
