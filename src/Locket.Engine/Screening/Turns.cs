using System.Buffers;

namespace Locket.Engine.Screening;

/// <summary>Marks by which programs tell the turns of a chat apart: a memory that holds them would look like a turn of its own.</summary>
internal static class Turns
{
    private static readonly SearchValues<string> Marks = SearchValues.Create(
    [
        "<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|end|>", "<|eot_id|>", "<|start_header_id|>", "<|begin_of_text|>",
        "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>", "<system>", "</system>", "<system_prompt>", "</system_prompt>", "<system-reminder>",
        "</system-reminder>", "<function_calls>", "</function_results>", "<tool_call>", "</tool_call>", "<tool_result>", "</tool_result>", "<|channel|>", "<assistant>", "</assistant>",
        "\"role\":\"system\"", "\"role\": \"system\"", "'role': 'system'", "\"role\":\"assistant\"", "### System:", "### Instruction:", "### Instructions:", "[SYSTEM]", "[/SYSTEM]", "{{#system",
        "</context>", "</memory>", "</memories>", "</document>", "</instructions>", "<instructions>", "<important>", "[ASSISTANT]", "[DEVELOPER]", "<developer>",
    ],
    StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Speakers = ["system:", "assistant:", "developer:", "ai:", "system prompt:", "system message:", "system instruction:", "system override:", "new instructions:", "new instruction:"];

    public static bool In(string text) => text.AsSpan().ContainsAny(Marks) || IsSpoken(text)
        || (text.AsSpan().ContainsAny('<', '[') && text.Replace(" ", "", StringComparison.Ordinal).AsSpan().ContainsAny(Marks));

    private static bool IsSpoken(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = line.TrimStart("#*->_ \t");
            foreach (var speaker in Speakers)
            {
                if (start.StartsWith(speaker, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
