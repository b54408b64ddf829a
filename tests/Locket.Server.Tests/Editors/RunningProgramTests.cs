using Locket.Server.Editors;

namespace Locket.Server.Tests.Editors;

public sealed class RunningProgramTests
{
    [Theory]
    [InlineData("/opt/locket/locket", "/opt/locket/locket", "stdio")]
    [InlineData("/repo/artifacts/bin/Locket.Server/debug/locket", "/repo/artifacts/bin/Locket.Server/debug/locket", "stdio")]
    [InlineData("/home/ada/.dotnet/tools/.store/locket/0.1.0/locket/0.1.0/tools/net10.0/any/locket", "/home/ada/.dotnet/tools/locket", "stdio")]
    [InlineData("/gone/.store/locket/0.1.0/locket", "/gone/.store/locket/0.1.0/locket", "stdio")]
    [InlineData("/usr/bin/dotnet", "/usr/bin/dotnet", "/files/locket.dll stdio")]
    public void The_program_is_named_so_that_an_update_leaves_it_in_place(string process, string program, string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");

        var server = RunningProgram.Of(process, "/files", runtime: null, path => path == "/home/ada/.dotnet/tools/locket", ["stdio"]);

        Assert.Equal(program, server.Program);
        Assert.Equal(arguments, string.Join(' ', server.Arguments));
        Assert.Empty(server.Variables);
    }

    [Fact]
    public void Where_the_runtime_was_found_by_a_variable_the_editor_is_given_it() =>
        Assert.Equal("/home/ada/.dotnet", RunningProgram.Of("/opt/locket", "/files", "/home/ada/.dotnet", _ => true, []).Variables["DOTNET_ROOT"]);
}
