using System.Text.Json;

namespace Locket.Server.Tests.Rest;

public sealed class OpenApiTests : RestTest
{
    [Fact]
    public async Task The_description_is_the_approved_one()
    {
        var received = (await Client.GetAsync("/openapi/v1.json")).Body.ReplaceLineEndings("\n").TrimEnd() + "\n";

        // Beside it, so that an intended change is one copy away.
        var folder = Path.Combine(AppContext.BaseDirectory, "Approved");
        await File.WriteAllTextAsync(Path.Combine(folder, "openapi.received.txt"), received, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "openapi.approved.txt"), TestContext.Current.CancellationToken), received);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere()
    {
        var description = await Client.GetAsync("/openapi/v1.json");

        var operations = description.Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value.GetProperty("operationId").GetString()!))
            .ToArray();
        var schemas = description.Json.GetProperty("components").GetProperty("schemas");

        Assert.Equal(30, operations.Length);
        Assert.Equal(operations, operations.Distinct());
        Assert.All(
            description.Body.Split("\"#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]),
            name => Assert.Equal(JsonValueKind.Object, schemas.GetProperty(name).ValueKind));
        Assert.All(
            description.Json.GetProperty("paths").EnumerateObject(),
            path => Assert.StartsWith("/v1/", path.Name, StringComparison.Ordinal));
    }
}
