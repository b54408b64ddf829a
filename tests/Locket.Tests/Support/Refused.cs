using Locket.Engine.Refusals;

namespace Locket.Tests.Support;

internal static class Refused
{
    public static async Task<RefusalException> AsAsync(RefusalCode code, Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(work);
        Assert.Equal(code, refusal.Code);

        return refusal;
    }

    public static RefusalException As(RefusalCode code, Func<object?> work)
    {
        var refusal = Assert.Throws<RefusalException>(() => { work(); });
        Assert.Equal(code, refusal.Code);

        return refusal;
    }
}
