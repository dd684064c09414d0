#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the Collector of manifest.yaml once and prints where it is. What was built from the same sources is used again.
set -euo pipefail
cd "$(dirname "$0")"

key=$({ cat manifest.yaml go.mod go.sum ./*.go build.sh; find ../processor -type f | LC_ALL=C sort | xargs cat; } | sha256sum | cut -c 1-16)
cache=${OUTLAY_COLLECTOR_CACHE:-$PWD/../../node_modules/.cache/outlay-collector}
mkdir -p "$cache"
binary=$(cd "$cache" && pwd)/otelcol-$key

if [ ! -x "$binary" ]; then
  command -v go > /dev/null || { echo "build.sh: no Go toolchain (go 1.26 or later) on this machine" >&2; exit 69; }
  # Whoever builds at the same time replaces the file by an equal one.
  unfinished=$(mktemp "$binary.XXXXXX")
  trap 'rm -f "$unfinished"' EXIT
  CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$unfinished" . >&2
  chmod 755 "$unfinished"
  mv "$unfinished" "$binary"
fi
echo "$binary"
