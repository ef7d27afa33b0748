/** How the server is started. */
export interface Launch {
  readonly command: string;
  readonly args: string[];
  readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
}

/**
 * Starts the server in a folder of the extension, since what lies in the one that is open may be anybody's, and without
 * what .NET and ONNX Runtime would do besides: listen for debuggers, and report to their makers.
 */
export function describeLaunch(
  command: string,
  workingFolder: string,
  clientProcessId: number,
  environment: NodeJS.ProcessEnv,
): Launch {
  return {
    command,
    args: ['serve', `--clientProcessId=${clientProcessId}`],
    options: {
      cwd: workingFolder,
      env: { ...environment, DOTNET_EnableDiagnostics: '0', ORT_DISABLE_TELEMETRY: '1' },
    },
  };
}
