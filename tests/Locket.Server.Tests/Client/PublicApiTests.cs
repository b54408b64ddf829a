using System.Reflection;
using System.Text;
using Locket.AgentFramework;
using Locket.Client;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client;

public sealed class PublicApiTests
{
    [Theory]
    [InlineData("client-api.approved.txt", typeof(LocketClient))]
    [InlineData("agent-framework-api.approved.txt", typeof(LocketContextProvider))]
    public void The_public_api_of_a_package_is_the_approved_one(string approved, Type package)
    {
        var api = new StringBuilder();
        foreach (var type in package.Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            api.Append(Kind(type)).Append(' ').Append(Name(type, full: true)).Append('\n');
            foreach (var member in Members(type))
            {
                api.Append("  ").Append(member).Append('\n');
            }
        }

        Repository.Approve(approved, api.ToString());
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ when type.GetMethod("<Clone>$") is not null => "record",
        _ => "class",
    };

    // What the compiler writes for every record, and what every object has, says nothing about ours.
    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var isContext = type.BaseType == typeof(System.Text.Json.Serialization.JsonSerializerContext);
        IEnumerable<string> members =
        [
            .. type.GetConstructors(Own).Where(_ => !isContext).Select(constructor => $"new({Parameters(constructor)})"),
            .. type.GetFields(Own).Where(field => !field.IsSpecialName).Select(field => $"{Name(field.FieldType)} {field.Name}"),
            .. type.GetProperties(Own).Select(property => $"{Name(property.PropertyType)} {property.Name} {{ {Accessors(property)} }}"),
            .. type.GetMethods(Own).Where(IsOurs).Select(method => $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})"),
        ];

        return members.Order(StringComparer.Ordinal);
    }

    private static bool IsOurs(MethodInfo method) =>
        !method.IsSpecialName
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct");

    private static string Accessors(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") == true;

        return property.SetMethod is not { IsPublic: true } ? "get;" : isInit ? "get; init;" : "get; set;";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")}"));

    private static string Name(Type type, bool full = false)
    {
        var name = full ? type.FullName ?? type.Name : type.Name;

        return type.IsGenericType
            ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(argument => Name(argument)))}>"
            : name;
    }
}
