using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary>The text of a command: its words, or stdin where <c>-</c> stands.</summary>
internal static class InputText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="RefusalException">Stdin holds more than a text may, or is not UTF-8.</exception>
    public static async Task<string> ReadAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words is not ["-"])
        {
            return string.Join(' ', words);
        }

        await using var input = new StandardInput();
        var bytes = new byte[Limits.TextBytes + 3];
        var length = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            var text = Strict.GetString(bytes, 0, length);

            // What a shell adds is not part of the text.
            text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

            return Encoding.UTF8.GetByteCount(text) <= Limits.TextBytes
                ? text
                : throw RefusalException.Invalid($"the text on stdin is longer than {Limits.TextBytes} bytes");
        }
        catch (DecoderFallbackException broken)
        {
            throw new RefusalException(
                RefusalCode.Invalid, length < bytes.Length ? "the text on stdin is not UTF-8" : $"the text on stdin is longer than {Limits.TextBytes} bytes", broken);
        }
    }
}
