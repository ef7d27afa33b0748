using CsCheck;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>
/// Whatever happens in whatever order, on a clock that goes on only where the order says so: see
/// <see cref="Interleaving"/> for what must hold.
/// </summary>
public sealed class InterleavingTests
{
    private static readonly Gen<Happening> Happenings = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(HappeningKind.Open)),
            (6, Gen.Const(HappeningKind.Type)),
            (3, Gen.Const(HappeningKind.TypeAlong)),
            (2, Gen.Const(HappeningKind.TakeBack)),
            (3, Gen.Const(HappeningKind.MoveCursor)),
            (10, Gen.Const(HappeningKind.Ask)),
            (2, Gen.Const(HappeningKind.Cancel)),
            (2, Gen.Const(HappeningKind.Close)),
            (1, Gen.Const(HappeningKind.Configure)),
            (2, Gen.Const(HappeningKind.SetModel)),
            (3, Gen.Const(HappeningKind.Release)),
            (3, Gen.Const(HappeningKind.Wait))),
        Gen.Int[0, 2],
        Gen.Int[0, 1000],
        (kind, document, number) => new Happening(kind, document, number));

    [Fact]
    public void Each_request_is_answered_once_with_what_fits_and_nothing_is_left_behind() =>
        Happenings.Array[1, 80].Sample(Interleaving.Run, iter: 150, threads: 1);
}
