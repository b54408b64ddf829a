using System.CommandLine;
using Locket.Server.Commands;

var root = new RootCommand("Locket: a memory server for AI agents.") { ServeCommand.Create() };

// A stop drains requests first, so it may take longer than the two seconds that the library would give it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(70) });
