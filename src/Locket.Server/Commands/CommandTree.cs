using System.CommandLine;
using System.CommandLine.Help;

namespace Locket.Server.Commands;

/// <summary>All commands. docs/reference/cli.md is compared with it by a test.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Locket: a memory server for AI agents. Nobody gets in who doesn't belong, and nothing acknowledged is ever lost.")
        {
            ServeCommand.Create(),
            StdioCommand.Create(),
            ReadyCommand.Create(),
            RememberCommand.Create(),
            RecallCommand.Create(),
            ContextCommand.Create(),
            ContradictionsCommand.Create(),
            ReviewCommand.Create(),
            ListCommand.Create(),
            HistoryCommand.Create(),
            ReviseCommand.Create(),
            UndoCommand.Create(),
            ForgetCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            OutboxCommand.Create(),
            TokenCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            VerifyCommand.Create(),
            MigrateCommand.Create(),
            DoctorCommand.Create(),
            InstallCommand.Create(),
            UninstallCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampledHelp();
        }

        return root;
    }
}
