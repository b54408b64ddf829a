namespace Locket.Engine.Screening;

/// <summary>Marks by which programs tell the turns of a chat apart: a memory that holds them would look like a turn of its own.</summary>
internal static class Turns
{
    private static readonly string[] Marks =
    [
        "<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|end|>", "<|eot_id|>", "<|start_header_id|>", "<|begin_of_text|>",
        "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>", "<system>", "</system>", "<system_prompt>", "</system_prompt>", "<system-reminder>",
        "</system-reminder>", "<function_calls>", "</function_results>", "<tool_call>", "</tool_call>", "<tool_result>", "</tool_result>", "<|channel|>", "<assistant>", "</assistant>",
        "\"role\":\"system\"", "\"role\": \"system\"", "'role': 'system'", "\"role\":\"assistant\"", "### System:", "### Instruction:", "### Instructions:", "[SYSTEM]", "[system]", "[/SYSTEM]", "{{#system",
        "</context>", "</memory>", "</memories>", "</document>", "</instructions>", "<instructions>", "<important>", "<IMPORTANT>", "[ASSISTANT]", "[DEVELOPER]", "<developer>",
    ];

    private static readonly string[] Speakers = ["system:", "assistant:", "developer:", "ai:", "system prompt:", "system message:", "system instruction:", "system override:", "new instructions:", "new instruction:"];

    public static bool In(string text) => Has(text) || Lines(text) > 0 || (text.AsSpan().ContainsAny('<', '[') && Has(text.Replace(" ", "", StringComparison.Ordinal)));

    private static bool Has(string text) => Marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static int Lines(string text)
    {
        var count = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = line.TrimStart("#*->_ \t");
            foreach (var speaker in Speakers)
            {
                count += start.StartsWith(speaker, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            }
        }

        return count;
    }
}
