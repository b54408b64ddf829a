using System.ComponentModel;
using Locket.Engine.Context;
using Locket.Engine.Memories;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp;

/// <summary>What a person may start from a menu.</summary>
[McpServerPromptType]
internal sealed class MemoryPrompts(RecallEngine recalls)
{
    [McpServerPrompt(Name = "remember-this-conversation", Title = "Remember this conversation")]
    [Description("Stores what this conversation has shown and will matter later.")]
    public static PromptMessage Remember(
        [Description("The kind to store it as; chosen per memory when left out.")] string kind = "",
        [Description("A tag for all of it.")] string tag = "") =>
        Ask("Go through our conversation and call the remember tool once for each fact, preference, decision and open task that will "
            + "still matter in another conversation. Write each as one self-contained statement with names instead of pronouns, and "
            + "name in about whom or what it speaks of. Recall first what is stored already, and revise instead of storing twice. "
            + "Leave out passwords and keys."
            + (kind.Length == 0 ? "" : $" Use the kind {kind}.")
            + (tag.Length == 0 ? "" : $" Use the tag {tag}."));

    [McpServerPrompt(Name = "what-do-you-know", Title = "What do you know?")]
    [Description("Tells what is remembered, about the user or about one topic.")]
    public async Task<PromptMessage> WhatDoYouKnow(
        RequestContext<GetPromptRequestParams> request,
        [Description("A name or topic; about the user when left out.")] string about = "",
        CancellationToken cancellationToken = default)
    {
        var asked = AgentRequest.Of(request);
        var query = about.Length == 0 ? null : about;
        var known = await recalls.ContextAsync(asked.Caller, asked.Space, new ContextQuestion { Query = query }, cancellationToken);

        return Ask($"Tell me what you remember about {query ?? "me"}, say from when each thing is, and what you are unsure of.\n\n"
            + QuotedData.Fence([known.Text]));
    }

    private static PromptMessage Ask(string text) => new() { Role = Role.User, Content = new TextContentBlock { Text = text } };
}
