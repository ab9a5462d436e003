# syntax=docker/dockerfile:1

# The program in an image: docker build --tag backcourt:0.1.0 .
# Docs/deployment.md says how it is run. Both stages stand on Debian 12, so that what is linked in the first is there in the
# second.
ARG SWIFT_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build

# What Scripts/deps.sh asks for; pkg-config tells where Debian keeps the header of libpq.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        git libcurl4-openssl-dev libpq-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /source

# Versions of dependencies are settled in a layer of their own, which lasts until the manifest changes. A Package.resolved
# that lies beside it settles them for good.
COPY Package.swift Package.resolve[d] ./
RUN --mount=type=cache,id=backcourt-downloads,target=/root/.cache/org.swift.swiftpm,sharing=locked \
    --mount=type=cache,id=backcourt-build,target=/source/.build,sharing=locked \
    swift package resolve

# The manifest names the folders of tests and tools; without them it is not accepted, although nothing of them is built.
COPY Sources Sources
COPY Benchmarks Benchmarks
COPY Tests Tests
RUN --mount=type=cache,id=backcourt-downloads,target=/root/.cache/org.swift.swiftpm,sharing=locked \
    --mount=type=cache,id=backcourt-build,target=/source/.build,sharing=locked \
    swift build -c release --static-swift-stdlib --product backcourt \
    && install -D -m 0755 "$(swift build -c release --static-swift-stdlib --show-bin-path)/backcourt" /image/backcourt \
    && strip /image/backcourt


FROM ${RUNTIME_IMAGE}

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="backcourt" \
      org.opencontainers.image.description="Rebuilds years of date-partitioned analytics, provably complete, and keeps them so" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# Swift's own libraries are inside the program; these are the system's. Process 1 is tini: the kernel withholds signals from a
# process 1 that has not asked for them, so that a command that is simply to end at SIGTERM would not. curl asks the probes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates curl libcurl4 libpq5 libsqlite3-0 libssl3 libstdc++6 tini zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 backcourt \
    && useradd --uid 10001 --gid 10001 --home-dir /workspace --no-create-home --shell /usr/sbin/nologin backcourt \
    && install -d -o 10001 -g 10001 -m 0750 /workspace /workspace/inbox \
    && install -d /etc/backcourt

COPY --from=build /image/backcourt /usr/local/bin/backcourt
COPY --chmod=0755 Deploy/workspace.sh /usr/local/bin/backcourt-workspace

# Written to are the workspace and /tmp, nothing else. The password file may be missing.
ENV BACKCOURT_WORKSPACE=/workspace \
    PGPASSFILE=/workspace/.pgpass
WORKDIR /workspace
VOLUME ["/workspace"]
USER 10001:10001
EXPOSE 8080

# No HEALTHCHECK: only one of the commands listens. compose.yaml and the manifests probe where there is something to probe.
ENTRYPOINT ["tini", "--", "backcourt"]
CMD ["--help"]
