using System.Net;

namespace Locket.Client;

/// <summary>A body that is the caller's stream: read, but not closed, so that another attempt can read it again.</summary>
internal sealed class LinesContent(Stream lines) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        lines.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = lines.CanSeek ? lines.Length - lines.Position : 0;

        return lines.CanSeek;
    }
}
