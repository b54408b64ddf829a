using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Locket.Server.Tests.Rest;

public sealed class OpenApiTests : RestTest
{
    [Fact]
    public async Task The_description_is_the_approved_one()
    {
        var received = (await Client.GetAsync("/openapi/v1.json")).Body.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = ApprovedPath();
        var expected = File.Exists(approved) ? await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken) : "";

        if (received != expected)
        {
            // Beside the approved one, so that a reviewer can compare the two and move it over.
            await File.WriteAllTextAsync(approved.Replace(".approved.", ".received.", StringComparison.Ordinal), received, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, received);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere()
    {
        var description = await Client.GetAsync("/openapi/v1.json");

        var operations = description.Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value.GetProperty("operationId").GetString()!))
            .ToArray();
        var schemas = description.Json.GetProperty("components").GetProperty("schemas");

        Assert.Equal(25, operations.Length);
        Assert.Equal(operations, operations.Distinct());
        Assert.All(
            description.Body.Split("\"#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]),
            name => Assert.Equal(JsonValueKind.Object, schemas.GetProperty(name).ValueKind));
        Assert.All(
            description.Json.GetProperty("paths").EnumerateObject(),
            path => Assert.StartsWith("/v1/", path.Name, StringComparison.Ordinal));
    }

    private static string ApprovedPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Approved", "openapi.approved.txt");
}
