using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Stdio;

/// <summary>
/// The moment between commit and answer in which an owner dies: the first tool call that carries a key is done, and then its
/// connection is reset instead of answered.
/// </summary>
internal sealed class LostAnswer : IStartupFilter
{
    private int _left = 1;

    public static void Add(IServiceCollection services) => services.AddSingleton<IStartupFilter, LostAnswer>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (!context.Request.Headers.ContainsKey("Idempotency-Key") || Interlocked.Decrement(ref _left) < 0)
            {
                await rest(context);
                return;
            }

            context.Response.Body = Stream.Null;
            await rest(context);
            context.Abort();
        });
        next(app);
    };
}
