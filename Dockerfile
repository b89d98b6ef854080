# The server with its no-download speech engines, libopus and OpenSSL: docs/docker.md
#   docker build -t realtime-compat .
ARG DOTNET_VERSION=10.0

# Native speech libraries for the platform the image is for, and the weights of the voice activity detector.
# This stage and the next run on the machine that builds, whatever the image is for: .NET's SDK does not run emulated.
FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS native
ARG TARGETARCH
WORKDIR /native
COPY native/package.json native/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --os=linux --cpu="$(echo "$TARGETARCH" | sed 's/amd64/x64/')"

# The assemblies are the same on every platform.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY models models
COPY src src
COPY --from=native /native/node_modules native/node_modules
RUN dotnet publish src/Realtime.Compat.Server --configuration Release --output /app -p:UseAppHost=false -p:DebugType=none -p:GenerateDocumentationFile=false

# Ubuntu 24.04, whose package names these are.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl libespeak-ng1 espeak-ng-data libflite1 libpocketsphinx3 pocketsphinx-en-us libopus0 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o app -g app /data
WORKDIR /app
COPY --from=build /app .
# By number, so that Kubernetes can see that it is not root; the base image says which.
USER $APP_UID
VOLUME /data
EXPOSE 8000/tcp 8443/tcp 50000/udp 50000/tcp
# In a container the server must listen to others, and then it wants keys (REALTIME__APIKEYS__0), or to be told where its ports are
# published (REALTIME__PUBLISHEDADDRESS=127.0.0.1).
# Where the rest is read-only, a sound library of the speech engines still wants to write its configuration.
ENV REALTIME__DATADIRECTORY=/data \
    REALTIME__CALLS__PORT=50000 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8000;https://+:8443 \
    XDG_CONFIG_HOME=/tmp
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8000/health"]
ENTRYPOINT ["dotnet", "/app/realtime.dll"]
