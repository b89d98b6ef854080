#!/usr/bin/env bash
# Runs every benchmark of the project and prints its tables: about ten minutes on two cores that do nothing else.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
run() {
  printf '\n# %s\n\n' "$*"
  dotnet run --configuration Release --project "$1" -- "${@:2}"
}
run Realtime.Compat.Audio.Bench
run Realtime.Compat.Engine.Bench
run Realtime.Compat.Protocol.Bench
run Realtime.Compat.Turns.Bench
run Realtime.Compat.Latency.Bench overhead
run Realtime.Compat.Latency.Bench 30
run Realtime.Compat.Calls.Bench
