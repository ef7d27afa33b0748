import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeLaunch } from '../src/server/launch';

describe('describeLaunch', () => {
  const launch = describeLaunch('/extension/server/lsp-completion', '/extension', 42, {
    PATH: '/bin',
    DOTNET_EnableDiagnostics: '1',
  });

  it('starts the server in the folder that is given, and not in the one that is open', () => {
    assert.equal(launch.options.cwd, '/extension');
    assert.deepEqual(launch.args, ['serve', '--clientProcessId=42']);
  });

  it('turns off what .NET and ONNX Runtime would do besides, and leaves the rest of the environment as it is', () => {
    assert.deepEqual(launch.options.env, {
      PATH: '/bin',
      DOTNET_EnableDiagnostics: '0',
      ORT_DISABLE_TELEMETRY: '1',
    });
  });
});
