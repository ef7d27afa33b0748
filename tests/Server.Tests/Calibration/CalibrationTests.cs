using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Calibration;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Calibration;

public sealed class CalibrationTests : IDisposable
{
    private static readonly Measurement Processor = new(ExecutionProvider.Cpu, PrefillMs: 0.5, DecodeMs: 8);
    private static readonly Measurement Card = new(ExecutionProvider.DirectML, PrefillMs: 0.1, DecodeMs: 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("lsp-completion-calibration-").FullName;
    private readonly ModelDirectory _model = ModelDirectory.Open(DefaultModel.Locate());
    private readonly CalibrationStore _store;

    public CalibrationTests() => _store = new CalibrationStore(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_faster_device_is_chosen_and_the_choice_is_explained()
    {
        CalibrationRecord record = Record(Processor, Card);

        Assert.Equal(ExecutionProvider.DirectML, record.Choice);
        Assert.Equal("DirectML: a typical completion takes 34 ms; 136 ms on Cpu.", record.Reason);
    }

    [Fact]
    public void A_device_that_failed_is_not_chosen()
    {
        CalibrationRecord record = Record(Processor, Measurement.Failed(ExecutionProvider.DirectML, "it crashed."));

        Assert.Equal(ExecutionProvider.Cpu, record.Choice);
        Assert.Equal("Cpu: a typical completion takes 136 ms; not DirectML, since it crashed.", record.Reason);
    }

    [Fact]
    public void What_was_measured_is_found_again_for_the_same_model_and_program()
    {
        CalibrationRecord record = Record(Processor, Card);
        Assert.True(_store.Save(_model, record));

        CalibrationRecord found = Assert.IsType<CalibrationRecord>(new CalibrationStore(_folder).Find(_model));

        Assert.Equal((record.Choice, record.Reason), (found.Choice, found.Reason));
        Assert.Equal(record.Measurements, found.Measurements);
        Assert.Equal(["calibration.json"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("another program", "lsp-completion-default 1.0.0")]
    [InlineData(null, "another model")]
    public void What_was_measured_for_something_else_is_as_good_as_nothing(string? program, string model)
    {
        _store.Save(_model, CalibrationRecord.Of(program ?? CalibrationStore.Program, model, [Processor]));

        Assert.Null(_store.Find(_model));
    }

    [Fact]
    public void A_file_that_is_damaged_is_as_good_as_none()
    {
        File.WriteAllText(Path.Combine(_folder, "calibration.json"), "{ not JSON");

        Assert.Null(_store.Find(_model));
        Assert.True(_store.Save(_model, Record(Processor)));
        Assert.NotNull(_store.Find(_model));
    }

    [Fact]
    public async Task Without_a_measurement_the_processor_computes_and_the_user_is_told_how_to_measure()
    {
        DeviceChoice choice = await ChooseAsync(ExecutionProviderChoice.Auto, NoProgram);

        Assert.Equal(ExecutionProvider.Cpu, choice.ExecutionProvider);
        Assert.Contains("lsp-completion doctor", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_measured_decides_where_the_settings_leave_it_open()
    {
        CalibrationRecord record = Record(Processor);
        _store.Save(_model, record);

        DeviceChoice choice = await ChooseAsync(ExecutionProviderChoice.Auto, NoProgram);

        Assert.Equal(new DeviceChoice(ExecutionProvider.Cpu, record.Reason), choice);
    }

    [Theory]
    [InlineData("Auto")]
    [InlineData("DirectML")]
    public async Task Where_the_card_does_not_work_the_processor_computes_and_the_reason_is_told(string wish)
    {
        _store.Save(_model, Record(Processor, Card));

        DeviceChoice choice = await ChooseAsync(Enum.Parse<ExecutionProviderChoice>(wish), NoProgram);

        Assert.Equal(ExecutionProvider.Cpu, choice.ExecutionProvider);
        Assert.True(choice.IsFallback);
        Assert.StartsWith("The processor computes, since DirectML doesn't work: ", choice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_trial_in_a_process_of_its_own_measures_the_processor(int rounds)
    {
        Measurement measurement = await OfRealProgram().RunAsync(
            _model, ExecutionProvider.Cpu, rounds, TestContext.Current.CancellationToken);

        Assert.Null(measurement.Failure);
        Assert.True(measurement is { PrefillMs: > 0, DecodeMs: > 0 });
    }

    [Fact]
    public async Task A_trial_that_fails_tells_the_last_line_of_its_error()
    {
        string broken = Path.Combine(_folder, "broken");
        Directory.CreateDirectory(broken);
        foreach (string file in Directory.GetFiles(RepositoryPaths.Fixture("models", "optimum", "llama")))
            File.Copy(file, Path.Combine(broken, Path.GetFileName(file)));

        Measurement measurement = await OfRealProgram().RunAsync(
            ModelDirectory.Open(broken), ExecutionProvider.Cpu, rounds: 1, TestContext.Current.CancellationToken);

        Assert.Contains("exit code 1", measurement.Failure, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json is missing", measurement.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure_too()
    {
        Measurement measurement = await NoProgram.RunAsync(
            _model, ExecutionProvider.Cpu, rounds: 1, TestContext.Current.CancellationToken);

        Assert.Contains("could not be started", measurement.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_takes_too_long_is_ended_and_the_limit_is_told()
    {
        Measurement measurement = await OfRealProgram(TimeSpan.FromMilliseconds(10)).RunAsync(
            _model, ExecutionProvider.Cpu, rounds: 1, TestContext.Current.CancellationToken);

        Assert.Equal("it is too slow, or hangs: its trial took more than 0.01 s.", measurement.Failure);
    }

    [Fact]
    public async Task A_trial_that_has_measured_counts_even_if_it_never_ends()
    {
        string measured = JsonSerializer.Serialize(
            new Measurement(ExecutionProvider.DirectML, PrefillMs: 1, DecodeMs: 2), MeasurementJson.Default.Measurement);
        string program = Path.Combine(_folder, OperatingSystem.IsWindows() ? "hangs.cmd" : "hangs");
        File.WriteAllText(
            program,
            OperatingSystem.IsWindows()
                ? $"@echo {measured}\r\n@ping -n 3600 127.0.0.1 > nul\r\n"
                : $"#!/bin/sh\necho '{measured}'\nsleep 3600\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Measurement measurement = await new DeviceProbe([program], Patience.Limit).RunAsync(
            _model, ExecutionProvider.Cpu, rounds: 1, TestContext.Current.CancellationToken);

        Assert.Equal((null, 1, 2), (measurement.Failure, measurement.PrefillMs, measurement.DecodeMs));
    }

    private static DeviceProbe NoProgram { get; } =
        new([Path.Combine(AppContext.BaseDirectory, "no-such-program")], Patience.Limit);

    // The build puts the program beside the tests.
    private static DeviceProbe OfRealProgram(TimeSpan? patience = null) => new(
        [Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "lsp-completion.exe" : "lsp-completion")],
        patience ?? Patience.Limit);

    private CalibrationRecord Record(params Measurement[] measurements) =>
        CalibrationRecord.Of(CalibrationStore.Program, CalibrationStore.Describe(_model.Manifest), measurements);

    private Task<DeviceChoice> ChooseAsync(ExecutionProviderChoice wish, DeviceProbe probe) =>
        DeviceChoice.MakeAsync(wish, _model, _store, probe, TestContext.Current.CancellationToken);
}
