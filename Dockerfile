# The program in a container: no root, no shell needed, a read-only root, one volume. How to run it: docs/guide/install.md.
#
#   eng/publish linux-x64
#   docker build --build-arg BASE=debian:bookworm-slim@sha256:… -t locket .
#
# BASE is the image to stand on; give it with the digest that you have checked. glibc 2.36 or newer.
ARG BASE=debian:bookworm-slim
FROM ${BASE}

# OpenSSL is what .NET seals with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -m 0700 -o 10001 -g 10001 /var/lib/locket

COPY --chmod=0755 artifacts/publish/linux-x64/ /opt/locket/

ENV PATH=/opt/locket:$PATH \
    LOCKET_DATA=/var/lib/locket \
    LOCKET_LOG=json
USER 10001:10001
WORKDIR /var/lib/locket
VOLUME /var/lib/locket
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s --retries=3 CMD ["locket", "ready"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["locket"]
CMD ["serve"]
