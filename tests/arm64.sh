#!/usr/bin/env bash
# Runs a test project as on ARM64 Linux, so that its NEON paths really run: on an ARM64 machine directly, elsewhere emulated by QEMU.
#   tests/arm64.sh [PROJECT [NAME]...]      Audio unless told otherwise; all tests, or those with such a part in their names
# Needs, beside the SDK, on machines that are no ARM64:
#   QEMU          qemu-aarch64 of QEMU 10 or newer; found on the PATH unless set (Debian's qemu-user, in Debian 12 from bookworm-backports)
#   DOTNET_ARM64  a folder with the .NET runtime for Linux ARM64 (dotnet, shared/Microsoft.NETCore.App): its "Binaries" download, unpacked
#   SYSROOT       the C and C++ libraries of ARM64 Linux; unless set, Debian's packages are unpacked under artifacts/arm64, which needs apt-get but not root
# Not a part of test.sh: emulated, it takes minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
name=Realtime.Compat.${1:-Audio}.Tests
shift || true
packages=(libc6 libstdc++6 libgcc-s1 zlib1g libssl3)

stop() { printf '%s\n' "$*" >&2; exit 2; }

[ -d "tests/$name" ] || stop "There is no test project \"$name\"."

# unpack_sysroot FOLDER: Debian's libraries for ARM64, by an apt of its own, so that the machine's keeps its architectures and packages.
unpack_sysroot() {
  local folder=$1 apt=$1.apt codename
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || stop "This is no Debian: set SYSROOT to a folder with the libraries of ARM64 Linux (${packages[*]})."
  codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  [ "$codename" = bookworm ] || packages[4]=libssl3t64
  printf 'unpacking ARM64 libraries under %s\n' "$folder"
  rm -rf "$folder" "$apt"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
  : >"$apt/status"
  printf '%s\n' \
    'APT::Architecture "arm64";' 'APT::Architectures { "arm64"; };' 'Acquire::Languages "none";' "APT::Sandbox::User \"$(id -un)\";" \
    "Dir::State \"$apt\";" "Dir::State::status \"$apt/status\";" "Dir::State::lists \"$apt/lists\";" "Dir::Cache \"$apt/cache\";" >"$apt/apt.conf"
  APT_CONFIG=$apt/apt.conf apt-get -q update >"$apt/log" 2>&1 || true
  (cd "$apt/packages" && APT_CONFIG=$apt/apt.conf apt-get -q download "${packages[@]}" >>"$apt/log" 2>&1) || { cat "$apt/log" >&2; stop "Debian's packages for ARM64 could not be had: set SYSROOT."; }
  mkdir "$folder.new"
  for package in "$apt"/packages/*.deb; do
    dpkg-deb -x "$package" "$folder.new"
  done
  mv "$folder.new" "$folder"
  rm -rf "$apt"
}

run=(dotnet)
if [ "$(uname -m)" != aarch64 ]; then
  qemu=${QEMU:-$(command -v qemu-aarch64 || command -v qemu-aarch64-static || true)}
  [ -n "$qemu" ] || stop "QEMU is missing: install Debian's qemu-user (Debian 12: apt-get install -t bookworm-backports qemu-user), or set QEMU to qemu-aarch64."
  [ -x "${DOTNET_ARM64:-}/dotnet" ] || stop "Set DOTNET_ARM64 to a folder with the .NET 10 runtime for Linux ARM64: download its binaries from dotnet.microsoft.com and unpack them."
  sysroot=${SYSROOT:-$PWD/artifacts/arm64/sysroot}
  mkdir -p artifacts/arm64
  [ -e "$sysroot/lib/ld-linux-aarch64.so.1" ] || [ -n "${SYSROOT:-}" ] || unpack_sysroot "$sysroot"
  [ -e "$sysroot/lib/ld-linux-aarch64.so.1" ] || stop "$sysroot is no root of ARM64 Linux: it has no lib/ld-linux-aarch64.so.1."
  "$qemu" --version | head -1
  # As it was tried: code is written where it runs, and compiled without profiles.
  export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0
  run=("$qemu" -L "$sysroot" -cpu max "$DOTNET_ARM64/dotnet")
fi

for project in tests/Arm64 "tests/$name"; do
  dotnet build "$project" --configuration Release -m:1 -v quiet
done
exec "${run[@]}" tests/Arm64/bin/Release/net10.0/Arm64.dll "tests/$name/bin/Release/net10.0/$name.dll" "$@"
