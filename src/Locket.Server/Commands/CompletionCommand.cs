using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary><c>locket completion</c>: scripts that make a shell ask this program what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # locket completion bash > ~/.local/share/bash-completion/completions/locket
        _locket() {
            local IFS=$'\n'
            COMPREPLY=($(locket "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            # A word that no suggestion fits may be a file.
            if [ ${#COMPREPLY[@]} -eq 0 ]; then
                COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
            fi
        }
        complete -F _locket locket
        """;

    private const string Zsh = """
        #compdef locket
        # locket completion zsh > "${fpath[1]}/_locket"
        _locket() {
            local -a found
            found=("${(@f)$(locket "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if [[ -n "${found[1]}" ]]; then
                compadd -- "${found[@]}"
            else
                _files
            fi
        }
        if [ "${funcstack[1]}" = "_locket" ]; then
            _locket "$@"
        else
            compdef _locket locket
        fi
        """;

    private const string Fish = """
        # locket completion fish > ~/.config/fish/completions/locket.fish
        function __locket_suggest
            set -l line (commandline -cp)
            locket "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c locket -a '(__locket_suggest)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampledCommand(
            "completion",
            "Print a script that completes locket's commands and options in a shell.",
            "locket completion bash > ~/.local/share/bash-completion/completions/locket",
            "locket completion fish > ~/.config/fish/completions/locket.fish")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            var script = parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            };
            parsed.InvocationConfiguration.Output.WriteLine(script);

            return ExitCode.Done;
        });

        return command;
    }
}
