using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LspCompletion.Server.Commands;
using LspCompletion.Server.Commands.Conventions;

// Numbers read the same on every machine; text leaves as UTF-8 whatever the console's code page was.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

// Libraries trace what goes wrong, and .NET hands that to the system's log, which may go on to other machines. Without
// listeners nobody gets it; what matters is told by us.
TraceSource.Initializing += (_, source) => source.WasInitialized = true;
Trace.Listeners.Clear();

using CancellationTokenSource cancellation = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    // The first Ctrl+C asks the work to stop, the second ends the process whatever it is doing.
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
});

return CommandLine.Run(args, Terminal.OfProcess(), cancellation.Token);
