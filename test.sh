#!/usr/bin/env bash
# Builds everything once and runs every test; `./test.sh NAME` runs the project NAME (Realtime.Compat.Engine.Tests, or just Engine).
# Needs the .NET 10 SDK; for all tests also Node.js 20 and Debian's speech packages, which it installs where it may. What is missing
# is named, and the tests that need it are skipped with that reason. The last line says how many tests passed, failed and were skipped.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec </dev/null

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
configuration=Release
results=$(pwd)/TestResults
only=${1:-}
failures=()
format=

# say TEXT: one line about what goes on.
say() { printf '%s\n' "$*"; }

# quietly TITLE COMMAND...: one line with the time it took; all its output when it fails.
quietly() {
  local title=$1 started=$SECONDS output
  shift
  if output=$("$@" 2>&1); then
    say "ok      $title ($((SECONDS - started)) s)"
  else
    say "FAILED  $title ($((SECONDS - started)) s)"
    say "$output"
    return 1
  fi
}

need() {
  command -v "$1" >/dev/null 2>&1
}

# install_packages WHAT PACKAGE...: those that are missing, all or none.
install_packages() {
  local what=$1 missing=() package
  shift
  need dpkg-query && need apt-get || { say "skipped Debian packages for $what: this is no Debian; the tests that need them are skipped"; return; }
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || { say "ok      Debian packages for $what are there"; return; }

  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if need sudo && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      say "skipped Debian packages for $what: neither root nor sudo without a password; install them yourself: ${missing[*]}"
      return
    fi
  fi
  say "        Debian packages to install for $what: ${missing[*]}"
  quietly "apt-get update" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update \
    && quietly "apt-get install" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}" \
    || say "        going on with what there is"
}

install_node_modules() {
  need npm || { say "skipped npm packages: there is no npm; the tests that need them are skipped"; return; }
  local folder
  for folder in native tests/schema tests/Conformance/node tests/Browser/node; do
    # The lock file is newer than what it was installed from, or nothing was installed yet.
    [ -f "$folder/package-lock.json" ] || continue
    if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
      say "ok      npm packages of $folder are there"
    else
      quietly "npm ci in $folder" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund || failures+=("npm ci in $folder")
    fi
    # So that run.sh, which tests start, finds it done.
    if [ "$folder" = native ] && [ native/node_modules/.package-lock.json -nt native/package-lock.json ] && ! cmp -s native/package-lock.json native/node_modules/.installed; then
      cp native/package-lock.json native/node_modules/.installed
    fi
  done
}

# The projects to run, heavy ones last so that a slip in a small one shows early.
projects() {
  local project name
  for project in tests/*.Tests/*.csproj tests/Conformance/*.csproj tests/EndToEnd/*.csproj tests/Browser/*.csproj; do
    [ -f "$project" ] || continue
    name=$(basename "$project" .csproj)
    if [ -z "$only" ] || [ "$only" = "$name" ] || [ "Realtime.Compat.$only.Tests" = "$name" ]; then
      printf '%s\n' "$project"
    fi
  done
}

# Undoes XML's escapes.
unescape() {
  sed "s/&quot;/\"/g; s/&apos;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&#xD;//g; s/&amp;/\&/g"
}

# count ATTRIBUTE FILE: a number from the counters of a TRX file.
count() {
  sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -1
}

# The skipped tests of a TRX file with their reasons.
skipped_tests() {
  tr -d '\r' <"$1" | awk '
    /<UnitTestResult / {
      skipped = /outcome="NotExecuted"/
      if (skipped) { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name); reason = "" }
    }
    skipped && /<(Message|StdOut)>/ && reason == "" { reason = $0; sub(/.*<(Message|StdOut)>/, "", reason); sub(/<\/(Message|StdOut)>.*/, "", reason) }
    skipped && /<\/UnitTestResult>/ { print "  " name ": " reason; skipped = 0 }
  ' | unescape
}

# What tests measured: the lines they marked with a bar.
measurements() {
  sed -n 's/^\(.*<StdOut>\)\{0,1\}| \(.*\)/        | \2/p' "$1" | sed 's/<\/StdOut>.*//' | unescape
}

total_passed=0 total_failed=0 total_skipped=0

run_tests() {
  local project name trx log started=$SECONDS passed failed total skipped status
  project=$1
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  log=$results/$name.log
  dotnet test "$project" --no-build --configuration "$configuration" --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=normal" --blame-hang-timeout 10m --blame-hang-dump-type none >"$log" 2>&1
  status=$?
  passed=0 failed=0 total=0
  if [ -f "$trx" ]; then
    total=$(count total "$trx") passed=$(count passed "$trx") failed=$(count failed "$trx")
  fi
  skipped=$((total - passed - failed))
  total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed)) total_skipped=$((total_skipped + skipped))
  if [ $status -eq 0 ] && [ "$failed" -eq 0 ] && [ "$total" -gt 0 ]; then
    say "ok      $name: $passed passed, $skipped skipped ($((SECONDS - started)) s)"
    measurements "$trx"
  else
    [ "$total" -gt 0 ] || say "FAILED  $name: no test ran"
    say "FAILED  $name: $passed passed, $failed failed, $skipped skipped ($((SECONDS - started)) s)"
    cat "$log"
    failures+=("$name")
  fi
}

say "        setting up"
install_packages "speech" libespeak-ng1 espeak-ng-data libflite1 libpocketsphinx3 pocketsphinx-en-us mpg123
install_packages "calls" libssl3 libopus0 chromium python3-aiortc
install_packages "the terminal" tmux libportaudio2
install_node_modules
rm -rf "$results"
mkdir -p "$results"

mapfile -t selected < <(projects)
[ ${#selected[@]} -gt 0 ] || { say "There is no test project \"$only\"."; exit 2; }

if [ -n "$only" ]; then
  quietly "build $only" dotnet build "${selected[0]}" --configuration "$configuration" -v quiet || failures+=("build")
else
  quietly "build" dotnet build Realtime.Compat.sln --configuration "$configuration" -v quiet || failures+=("build")
  if [ ${#failures[@]} -eq 0 ]; then
    # Beside the first tests: it keeps one core busy for a minute, and they wait more than they compute.
    quietly "format" dotnet format Realtime.Compat.sln --no-restore --verify-no-changes >"$results/format.log" &
    format=$!
  fi
fi

if [[ " ${failures[*]} " != *" build "* ]]; then
  for project in "${selected[@]}"; do
    run_tests "$project"
  done
fi

if [ -n "$format" ]; then
  wait "$format" || failures+=("format")
  cat "$results/format.log"
fi

if [ $total_skipped -gt 0 ]; then
  say "Skipped:"
  for trx in "$results"/*.trx; do
    skipped_tests "$trx"
  done
fi
[ ${#failures[@]} -eq 0 ] || say "Failed: ${failures[*]}"
say "$total_passed passed, $total_failed failed, $total_skipped skipped"
[ ${#failures[@]} -eq 0 ]
