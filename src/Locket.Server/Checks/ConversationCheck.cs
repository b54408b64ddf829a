using System.Globalization;

namespace Locket.Server.Checks;

/// <summary>A greeting, the list of tools and a question over <c>locket stdio</c>, as an editor does it.</summary>
internal sealed class ConversationCheck : ICheck
{
    public string Name => "conversation";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient.Conversation switch
        {
            null when patient.Owner.Answers => Finding.Well("not tried: what keeps a token from being let in has to be mended first"),
            null => Finding.Well("not tried: nobody runs on the directory, and to start somebody would change it"),
            { Problem: { } problem } => Finding.Wrong($"a conversation over locket stdio failed: {problem}", $"locket stdio --data {patient.Directory.Path} --log text, and read what it says on stderr"),
            { Tools: var tools } => Finding.Well(string.Create(CultureInfo.InvariantCulture, $"locket stdio greets, shows {tools} tools and answers a question")),
        };
    }
}
