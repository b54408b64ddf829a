using System.CommandLine;
using Locket.Server.Commands;

var root = new RootCommand("Locket: a memory server for AI agents.") { ServeCommand.Create(), StdioCommand.Create() };

return await root.Parse(args).InvokeAsync();
