namespace Locket.Client;

/// <summary>
/// Somebody answers, but not the server that is meant: as good as nobody. Like a lost connection it is tried again, for the
/// server may be coming up.
/// </summary>
internal sealed class UnprovenServerException()
    : IOException("whoever listens there cannot prove to know the token, so the token was not sent");
