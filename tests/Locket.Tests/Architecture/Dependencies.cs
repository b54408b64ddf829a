using System.Reflection;
using System.Reflection.Emit;

namespace Locket.Tests.Architecture;

/// <summary>Which types a type needs: those of its signatures, and those that the IL of its methods names.</summary>
internal static class Dependencies
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type)
    {
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));

        return Roots(type.BaseType)
            .Concat(type.GetInterfaces().SelectMany(Roots))
            .Concat(type.GetCustomAttributesData().SelectMany(attribute => Roots(attribute.AttributeType)))
            .Concat(type.GetFields(Declared).SelectMany(field => Roots(field.FieldType)))
            .Concat(methods.SelectMany(OfMethod))
            .Distinct();
    }

    private static IEnumerable<Type> OfMethod(MethodBase method)
    {
        var signature = method.GetParameters().Select(parameter => parameter.ParameterType);
        if (method is MethodInfo { ReturnType: var answer })
        {
            signature = signature.Append(answer);
        }

        var body = method.GetMethodBody();
        var locals = body?.LocalVariables.Select(local => local.LocalType) ?? [];
        var caught = body?.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType) ?? [];

        return signature.Concat(locals).Concat(caught).SelectMany(Roots).Concat(OfBody(method, body?.GetILAsByteArray() ?? []));
    }

    private static IEnumerable<Type> OfBody(MethodBase method, byte[] il)
    {
        var at = 0;
        while (at < il.Length)
        {
            var value = il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at];
            var code = OpCodesByValue[value];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                foreach (var type in Named(method, BitConverter.ToInt32(il, at)))
                {
                    yield return type;
                }
            }

            at += OperandLength(code.OperandType, il, at);
        }
    }

    private static IEnumerable<Type> Named(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, ofType, ofMethod)!;

        return member switch
        {
            Type type => Roots(type),
            MethodInfo { IsGenericMethod: true } called => Roots(called.DeclaringType).Concat(called.GetGenericArguments().SelectMany(Roots)),
            _ => Roots(member.DeclaringType),
        };
    }

    private static int OperandLength(OperandType operand, byte[] il, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };

    // A constructed type stands for its definition and its arguments, an array or reference for its element.
    private static IEnumerable<Type> Roots(Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return [];
        }

        if (type.HasElementType)
        {
            return Roots(type.GetElementType());
        }

        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Roots).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
