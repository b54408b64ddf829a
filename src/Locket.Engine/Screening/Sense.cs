namespace Locket.Engine.Screening;

/// <summary>What words of a text are about, as far as an order to a model is made of it. The names are those of the lexicon's lines.</summary>
[Flags]
internal enum Sense
{
    None = 0,
    Override = 1 << 0,
    Orders = 1 << 1,
    Prior = 1 << 2,
    Persona = 1 << 3,
    Free = 1 << 4,
    Standing = 1 << 5,
    You = 1 << 6,
    Asked = 1 << 7,
    Steer = 1 << 8,
    Only = 1 << 9,
    Exclusive = 1 << 10,
    Untrue = 1 << 11,
    Secret = 1 << 12,
    Send = 1 << 13,
    Private = 1 << 14,
    Danger = 1 << 15,
    NoAsk = 1 << 16,
    Act = 1 << 17,
    Authority = 1 << 18,
    Reveal = 1 << 19,
    Prompt = 1 << 20,
    Spread = 1 << 21,
    Memory = 1 << 22,
    ReadMe = 1 << 23,
    Must = 1 << 24,
    User = 1 << 25,
    Markup = 1 << 26,

    /// <summary>An address to send to: not in the lexicon, but seen by its form.</summary>
    Address = 1 << 27,

    /// <summary>An override of orders, close together.</summary>
    OverridesOrders = 1 << 28,

    /// <summary>Of those that came before.</summary>
    OverridesPrior = 1 << 29,

    /// <summary>Marks of a chat's own form: not in the lexicon, but seen by their form.</summary>
    Turn = 1 << 30,
}
