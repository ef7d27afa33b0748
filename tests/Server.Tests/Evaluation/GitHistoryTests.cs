using LibGit2Sharp;
using LspCompletion.Engine;
using LspCompletion.Engine.Memory;
using LspCompletion.Server.Commands.Evaluate;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Tests.Evaluation;

public sealed class GitHistoryTests : IDisposable
{
    private readonly List<GitHistory> _histories = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lsp-completion-history-");

    private readonly List<string> _encoded = [];
    private ProjectMemory? _remembered;

    public void Dispose()
    {
        foreach (GitHistory history in _histories)
            history.Dispose();

        // Git's objects can't be written, and on Windows not be deleted, either.
        foreach (FileInfo file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Places_are_lines_that_a_commit_added_and_everything_else_is_as_it_was_before()
    {
        Repository.Init(_folder.FullName);
        Commit(("area.py", "def area(a, b):\n    return a * b\n\nprint(area(1, 2))\n"), ("other.py", "first = 1\n"));
        Commit(
            ("area.py", "def area(a, b):\n    c = a * b\n    assert c >= 0\n    return c\n\nprint(area(1, 2))\n"),
            ("other.py", "second = 2 + 2\n"));

        foreach (PlaceInFiles place in Choose(cases: 20))
        {
            BlankedPlace blanked = place.Sources().Blank(place.Case);
            string text = blanked.Query.Document.Text.ToString();
            string line = text[..blanked.Query.Offset].Split('\n')[^1] + blanked.Wanted;

            string expected = (place.Case.File, line) switch
            {
                ("area.py", "    c = a * b") => "def area(a, b):\n{0}\n\nprint(area(1, 2))\n",
                ("area.py", "    assert c >= 0") => "def area(a, b):\n    c = a * b\n{0}\n\nprint(area(1, 2))\n",
                ("other.py", "second = 2 + 2") => "{0}\n",
                _ => throw new InvalidOperationException($"{place.Case.File} has no new line {line} worth writing."),
            };
            Assert.Equal(string.Format(null, expected, line[..^blanked.Wanted.Length]), text);
        }
    }

    [Fact]
    public void The_same_seed_chooses_the_same_and_the_number_of_places_is_kept()
    {
        Repository.Init(_folder.FullName);
        string text = "";
        for (int i = 0; i < 12; i++)
        {
            text += $"value_{i} = compute({i}, {i + 1})\n";
            Commit(("values.py", text));
        }

        IReadOnlyList<PlaceInFiles> places = Choose(cases: 5);

        Assert.Equal(5, places.Count);
        Assert.Equal(places.Select(place => place.Case), Choose(cases: 5).Select(place => place.Case));
        Assert.Contains(places, place => place.Case.Kind == BlankKind.Line);
        Assert.All(places, place => Assert.Contains("compute", place.Sources().Texts.Single().Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_that_only_moved_was_written_by_nobody()
    {
        Repository.Init(_folder.FullName);
        Commit(("a.py", "first = one(1)\nsecond = two(2)\nthird = three(3)\n"));
        Commit(("a.py", "second = two(2)\nif third:\n    first = one(1)\n"));

        Assert.DoesNotContain(Choose(cases: 5), place => place.Sources().Blank(place.Case).Wanted.Contains("one(1)", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_remembered_are_the_other_files_before_the_commit_and_only_what_differs_is_read()
    {
        Repository.Init(_folder.FullName);
        Commit(("a.py", "first = one(1)\n"), ("b.py", "stays = 1\n"), ("notes.txt", "no source\n"));
        Commit(("a.py", "first = one(1)\nsecond = two(2)\n"), (".env.py", "secret\n"));
        Commit(("a.py", "first = one(1)\nsecond = two(2)\nthird = three(3)\n"), ("c.py", "password = 'Xy7#kQ9!zR2$'\n"));
        Commit(("a.py", "first = one(1)\nsecond = two(2)\nthird = three(3)\nfourth = four(4)\n"));

        Dictionary<string, int> files = [];
        foreach (PlaceInFiles place in Choose(cases: 20).OrderBy(place => place.Sources().Texts.Single(text => text.Name == "a.py").Text.Length))
        {
            place.Remember();
            files.TryAdd(place.Sources().Blank(place.Case).Wanted.Split(' ')[0], _remembered!.Files);
        }

        // The file itself isn't among them.
        Assert.Equal(1, files.GetValueOrDefault("second", 1));
        Assert.Equal(2, files.GetValueOrDefault("fourth", 2));
        Assert.Single(_encoded, text => text.StartsWith("stays", StringComparison.Ordinal));
        Assert.DoesNotContain(_encoded, text => text.Contains("no source", StringComparison.Ordinal) || text.Contains("Xy7#", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_there_is_no_repository_that_is_said()
    {
        EngineException exception = Assert.Throws<EngineException>(() => Choose(cases: 1));

        Assert.Contains("is no Git repository that can be read", exception.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<PlaceInFiles> Choose(int cases)
    {
        var options = new EvaluationOptions(_folder.FullName, cases, Seed: 1, MaxTokens: 64, ResultsFile: null);
        GitHistory history = new(
            options,
            EvaluationSources.ConfigurationOf(_folder.FullName),
            new ProjectMemoryIndex(128, long.MaxValue),
            text =>
            {
                _encoded.Add(text);
                return [.. text.Select(character => (int)character)];
            },
            project => _remembered = project);
        _histories.Add(history);
        return history.Choose(TestContext.Current.CancellationToken);
    }

    private void Commit(params (string Name, string Text)[] files)
    {
        using Repository repository = new(_folder.FullName);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), text);
            LibGit2Sharp.Commands.Stage(repository, name);
        }

        Signature author = new("A Person", "person@example.com", DateTimeOffset.UnixEpoch.AddMinutes(repository.Commits.Count()));
        repository.Commit("A change", author, author);
    }
}
