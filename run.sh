#!/usr/bin/env bash
# Sets everything up and starts the server: ./run.sh [options], or ./run.sh VERB …   (./run.sh --help lists both)
# ./run.sh ptt [options] talks to a running server by microphone and loudspeaker; ./run.sh talk "text" asks it one thing (docs/terminal.md).
# What is there already is left alone, so that a second start takes seconds and needs no network.
# ./run.sh models list shows which speech models there are (docs/models.md).
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
project=src/Realtime.Compat.Server
program=$root/$project/bin/Release/net10.0/realtime.dll
if [ "${1:-}" = ptt ]; then
  project=src/Realtime.Compat.PushToTalk
  program=$root/$project/bin/Release/net10.0/realtime-ptt.dll
fi
native_stamp=$root/native/node_modules/.installed
build_stamp=$root/$project/obj/run-built

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_dotnet() {
  local install="install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again"
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: $install."
  dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || fail "dotnet is here, but not its SDK 10: $install."
}

# VAD weights and native speech libraries, once for each lock file.
install_native() {
  cmp -s "$root/native/package-lock.json" "$native_stamp" && return
  local later="Until then turns are taken by loudness alone"
  if ! command -v npm >/dev/null; then
    say "npm is missing, and with it the weights of the voice activity detector: install Node.js 20 or later and run this again. $later."
  else
    say "Fetching native libraries and the voice activity detector's weights (npm ci in native/) …"
    if (cd "$root/native" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2; then
      cp "$root/native/package-lock.json" "$native_stamp"
    else
      say "npm could not fetch the weights of the voice activity detector (its message is above): run this again when it can. $later."
    fi
  fi
}

# Speech engines that need no download of models, and the codec of WebRTC calls, from Debian's or Ubuntu's packages.
install_speech_engines() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || { say_how_a_voice_comes; return 0; }
  local package missing=() as_root=()
  for package in libespeak-ng1 espeak-ng-data libflite1 libpocketsphinx3 pocketsphinx-en-us libopus0; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    # Without a terminal sudo could only wait for a password that nobody types.
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as_root=(sudo)
    else
      say "Speech engines are missing; starting without them. To install them type, as root: apt-get install ${missing[*]}"
      return 0
    fi
  fi
  say "Installing speech engines: ${as_root[*]:+${as_root[*]} }apt-get install ${missing[*]}"
  apt_install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }
  apt_install 2>/dev/null || { "${as_root[@]}" apt-get update -qq >/dev/null && apt_install; } \
    || say "apt-get could not install them (its message is above); starting with what there is."
}

# Where no package manager of Debian's is, speech comes with models.
say_how_a_voice_comes() {
  local data=${XDG_DATA_HOME:-$HOME/.local/share}
  [ "$(uname)" != Darwin ] || data="$HOME/Library/Application Support"
  compgen -G "${REALTIME__DATADIRECTORY:-$data/realtime-compat}/models/*/model.json" >/dev/null \
    || say "This system has no apt-get to install speech engines with (Debian and Ubuntu have): for ears and a voice let the first start download models, or type ./run.sh models pull (docs/models.md)."
}

# MSBuild alone would take longer to find out that nothing has changed than the server takes to start.
build() {
  if [ -f "$program" ] && [ -f "$build_stamp" ]; then
    local newer
    newer=$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" "$root/models/catalogue.json" "$native_stamp" \
      \( -name bin -o -name obj \) -prune -o -newer "$build_stamp" -type f -print -quit 2>/dev/null || true)
    [ -n "$newer" ] || return 0
  fi
  say "Building …"
  local began log
  began=$(mktemp)
  log=$(mktemp)
  if ! (cd "$root" && dotnet build "$project" -c Release --nologo -v quiet -clp:NoSummary) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$began" "$log"
    fail "The build failed; its messages are above."
  fi
  # From before the build, so that what was saved meanwhile counts as new.
  touch -r "$began" "$build_stamp"
  rm -f "$began" "$log"
}

need_dotnet
if [ "${1:-}" = ptt ]; then
  shift
  build
  exec dotnet "$program" "$@"
fi
install_native
install_speech_engines
build
# Speech models recommended for this machine, once, where a hub answers; REALTIME__MODELS__PULLDEFAULTS=false, or the setting, starts without.
export REALTIME__MODELS__PULLDEFAULTS=${REALTIME__MODELS__PULLDEFAULTS:-true}
exec dotnet "$program" "$@"
