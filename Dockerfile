# The server with its no-download speech engines, libopus and OpenSSL: docs/docker.md
#   docker build -t realtime-compat .
ARG DOTNET_VERSION=10.0

# Native speech libraries and the weights of the voice activity detector, for the platform the image is for.
FROM node:22-bookworm-slim AS native
WORKDIR /native
COPY native/package.json native/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY models models
COPY src src
COPY --from=native /native/node_modules native/node_modules
RUN dotnet publish src/Realtime.Compat.Server --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl libespeak-ng1 espeak-ng-data libflite1 libpocketsphinx3 pocketsphinx-en-us libopus0 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o app -g app /data
WORKDIR /app
COPY --from=build /app .
USER app
VOLUME /data
EXPOSE 8000/tcp 8443/tcp 50000/udp 50000/tcp
# In a container the server must listen to others, and then it wants keys (REALTIME__APIKEYS__0) or REALTIME__ALLOWANONYMOUS=true.
ENV REALTIME__DATADIRECTORY=/data \
    REALTIME__CALLS__PORT=50000 \
    ASPNETCORE_URLS=http://+:8000;https://+:8443
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD curl -fsS http://127.0.0.1:8000/health || exit 1
ENTRYPOINT ["dotnet", "realtime.dll"]
