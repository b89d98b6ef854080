#!/usr/bin/env bash
# Runs every benchmark of the project and prints its tables: about four minutes on two cores that do nothing else.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
for bench in Realtime.Compat.Audio.Bench Realtime.Compat.Protocol.Bench Realtime.Compat.Latency.Bench Realtime.Compat.Calls.Bench; do
  printf '\n# %s\n\n' "$bench"
  dotnet run --configuration Release --project "$bench"
done
