using Locket.Storage.Tests;
using Locket.Storage.Tests.Crash;

if (args is [ChildProcess.Marker, ..])
{
    return await ChildProcess.RunAsync(args[1..]);
}

return args.Any(argument => argument is "-automated" or "@@")
    ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
    : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
