using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

public sealed partial class OnnxRuntimeTests
{
    /// <summary>What loads the native library and makes its environment, or what a session is made with.</summary>
    private static readonly string[] Doors = ["InferenceSession", "SessionOptions", "OrtEnv"];

    /// <summary>Native code reads its own environment, of which that of .NET is a copy.</summary>
    [Fact]
    public void Telemetry_is_off_in_the_native_environment_and_in_that_of_processes_that_are_started()
    {
        Assert.NotEmpty(OnnxRuntime.Version);

        Assert.Equal("1", Environment.GetEnvironmentVariable("ORT_DISABLE_TELEMETRY"));
        Assert.Equal("1", Marshal.PtrToStringUTF8(OperatingSystem.IsWindows() ? GetOfUniversalRuntime("ORT_DISABLE_TELEMETRY") : GetOfLibc("ORT_DISABLE_TELEMETRY")));
    }

    [Fact]
    public void Nothing_else_makes_a_session_or_an_environment()
    {
        Assert.Equal([nameof(OnnxRuntime)], MakersIn(typeof(OnnxRuntime).Assembly));
        Assert.Empty(MakersIn(typeof(OnnxRuntimeTests).Assembly));
    }

    /// <summary>What isn't compiled into these tests, but compares the engine with ONNX Runtime alone.</summary>
    [Fact]
    public void Benchmarks_take_their_session_from_the_engine()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "tests", "Benchmarks"), "*.cs"))
        {
            string source = File.ReadAllText(file);
            Assert.All((string[])["OrtEnv", "SessionOptions", "new InferenceSession"], door => Assert.DoesNotContain(door, source));
        }
    }

    /// <summary>The types of an assembly in which a session, its options or an environment is made.</summary>
    private static SortedSet<string> MakersIn(Assembly assembly)
    {
        using PEReader file = new(File.OpenRead(assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        HashSet<int> makers =
        [
            .. reader.MemberReferences
                .Where(handle => IsMaker(reader, reader.GetMemberReference(handle)))
                .Select(handle => MetadataTokens.GetToken(handle)),
        ];
        SortedSet<string> types = [];
        foreach (MethodDefinition method in reader.MethodDefinitions.Select(reader.GetMethodDefinition))
        {
            if (method.RelativeVirtualAddress == 0)
                continue;

            // Every instruction that names a member has its token in four bytes; that others look like one is unlikely.
            ReadOnlySpan<byte> instructions = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes();
            for (int i = 0; i + sizeof(int) <= instructions.Length; i++)
            {
                if (makers.Contains(BinaryPrimitives.ReadInt32LittleEndian(instructions[i..])))
                    types.Add(OutermostName(reader, method.GetDeclaringType()));
            }
        }

        return types;
    }

    private static bool IsMaker(MetadataReader reader, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
            return false;

        TypeReference type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
        string name = reader.GetString(type.Name);
        return reader.GetString(type.Namespace) == "Microsoft.ML.OnnxRuntime"
            && Doors.Contains(name)
            && (name == "OrtEnv" || reader.GetString(member.Name) == ".ctor");
    }

    private static string OutermostName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer)
            type = reader.GetTypeDefinition(outer);
        return reader.GetString(type.Name);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetOfLibc(string name);

    [LibraryImport("ucrtbase", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetOfUniversalRuntime(string name);
}
