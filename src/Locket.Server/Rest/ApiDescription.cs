using Locket.Engine.Memories;
using Locket.Engine.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Locket.Server.Rest;

/// <summary>The description of <c>/v1</c> in OpenAPI, which says what binding reads without the framework's knowledge.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";
    private const string ProblemName = "Problem";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer((schema, context, _) => Close(schema, context));
    });

    // It needs a token like everything else: what a server can do is told to whom it knows.
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json");

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Locket",
            Version = "1",
            Description = "A memory server for AI agents. Errors are problem details (RFC 9457) with a stable `code`.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];

        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        DescribeQuery(operation.Parameters, metadata.OfType<QueryRule>().FirstOrDefault() ?? new QueryRule([]));
        if (metadata.OfType<PathSpace.Described>().Any())
        {
            operation.Parameters.Insert(0, Parameter(PathSpace.Parameter, ParameterLocation.Path, SpaceName.MaxLength));
        }

        if (metadata.OfType<RequestKey.Described>().Any())
        {
            operation.Parameters.Add(Parameter(RequestKey.HeaderName, ParameterLocation.Header, Limits.Name));
        }

        if (metadata.OfType<DescribedBody>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, cancellationToken);
        }

        operation.Responses ??= [];
        context.Document!.AddComponent(ProblemName, Problem());
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "No, and why.",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemName, context.Document) } },
        };
    }

    private static async Task<OpenApiRequestBody> BodyAsync(
        DescribedBody body, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(body.Type, parameterDescription: null, cancellationToken);
        context.Document!.AddComponent(body.Type.Name, schema);
        var reference = new OpenApiSchemaReference(body.Type.Name, context.Document);

        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = new() { Schema = reference } },
        };
    }

    // Requests are closed; what the server answers may grow.
    private static Task Close(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal))
        {
            schema.AdditionalPropertiesAllowed = false;
        }

        return Task.CompletedTask;
    }

    private static void DescribeQuery(IList<IOpenApiParameter> parameters, QueryRule rule)
    {
        foreach (var parameter in parameters.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query))
        {
            parameter.Required = rule.Needed.Contains(parameter.Name, StringComparer.Ordinal);
        }
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, int longest) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = longest },
    };

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["correlation_id"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };
}
