using Locket.Server.Commands;

return await CommandRun.RunAsync(args, Console.Out, Console.Error);
