using System.Net;
using System.Net.Sockets;
using Locket.Server.Checks;
using Locket.Server.Tests.Support;
using static Locket.Server.Tests.Checks.PlantedFault;

namespace Locket.Server.Tests.Checks;

/// <summary>What is wrong with who runs on a directory, or does not any more.</summary>
public sealed class OwnerFaultTests
{
    [Fact]
    public async Task A_server_that_was_killed()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using (var server = await LocketProcess.ServeAsync(clinic.Data))
        {
            await server.KillAsync();
        }

        await AssertAsync(clinic, "owner", Health.Warning, "ended without a stop, and left .mcp_token, .mcp_port, locket.sock", "locket serve");
    }

    [Fact]
    public async Task A_stranger_on_the_port_of_a_server_that_is_gone()
    {
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        stranger.Listen();
        var port = ((IPEndPoint)stranger.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        await FindsAsync("port", $"somebody listens on port {port}", ".mcp_port", clinic => Write(clinic.In(".mcp_port"), port));
    }

    [Fact]
    public async Task A_token_file_that_does_not_fit_the_running_server()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        Write(clinic.In(".mcp_token"), "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG");

        await AssertAsync(clinic, "token", Health.Wrong, "does not fit the process that answers", "locket serve");
    }

    [Fact]
    public async Task A_token_of_the_environment_that_the_running_server_does_not_know()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        clinic.Variables["MCP_MEMORY_TOKEN"] = "0123456789abcdef0123456789abcdef";

        await AssertAsync(clinic, "token", Health.Wrong, "the token of the environment is not let in", "locket token create");
    }

    [Fact]
    public async Task A_port_file_that_does_not_fit_the_running_server()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        Write(clinic.In(".mcp_port"), "1");

        await AssertAsync(clinic, "port", Health.Wrong, "not one where Locket answers", "locket serve");
    }

    [Fact]
    public async Task An_owner_that_does_not_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the table of locks is Linux's");
        await using var clinic = await Clinic.OpenAsync();
        using var held = Storage.StorageServices.OpenDirectory(clinic.Data, TimeProvider.System).TryTake("serve");

        await AssertAsync(clinic, "owner", Health.Wrong, "owns the directory and does not answer", $"kill {Environment.ProcessId}");
    }

    [Fact]
    public async Task A_conversation_that_fails()
    {
        await using var clinic = await Clinic.OpenAsync();
        var well = await clinic.PatientAsync();
        var failed = await Talk.WithAsync(well.Program with { Program = "/bin/false" }, clinic.Data, TestContext.Current.CancellationToken);

        Assert.NotNull(failed.Problem);
        await FindsAsync("conversation", "failed", "locket stdio --data", patient: healthy => healthy with { Conversation = failed });
    }
}
