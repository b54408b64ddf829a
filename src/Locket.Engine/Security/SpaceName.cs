using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Engine.Security;

/// <summary>The name of a space, the tenant boundary: 1 to 128 characters in Unicode NFC, no control characters.</summary>
public readonly record struct SpaceName
{
    public const int MaxLength = 128;

    private readonly string? _value;

    private SpaceName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A space name was used that nobody parsed.");

    /// <exception cref="RefusalException">The name is empty, too long, or holds a control or a lone surrogate.</exception>
    public static SpaceName Parse(string? text, string field = "space")
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RefusalException.Invalid($"{field} must not be empty");
        }

        if (!PlainText.IsWellFormed(text) || PlainText.HasControl(text))
        {
            throw RefusalException.Invalid($"{field} must not contain control characters or broken Unicode");
        }

        var name = Unicode.ToNfc(text);

        return name.Length <= MaxLength
            ? new SpaceName(name)
            : throw RefusalException.Invalid($"{field} is longer than {MaxLength} characters");
    }

    public override string ToString() => Value;
}
