using CsCheck;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>
/// Whatever happens in whatever order, on a clock that goes on only where the order says so: see
/// <see cref="Interleaving"/> for what must hold.
/// </summary>
public sealed class InterleavingTests
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(StepKind.Open)),
            (6, Gen.Const(StepKind.Type)),
            (3, Gen.Const(StepKind.TypeAlong)),
            (2, Gen.Const(StepKind.TakeBack)),
            (10, Gen.Const(StepKind.Ask)),
            (2, Gen.Const(StepKind.Cancel)),
            (2, Gen.Const(StepKind.Close)),
            (1, Gen.Const(StepKind.Configure)),
            (2, Gen.Const(StepKind.SetModel)),
            (3, Gen.Const(StepKind.Release)),
            (3, Gen.Const(StepKind.Wait))),
        Gen.Int[0, 2],
        Gen.Int[0, 1000],
        (kind, document, number) => new Step(kind, document, number));

    [Fact]
    public void Each_request_is_answered_once_with_what_fits_and_nothing_is_left_behind() =>
        Steps.Array[1, 80].Sample(Interleaving.Run, iter: 150, threads: 1);
}
