#!/usr/bin/env bash
# Runs tests again and again while busy loops, one for each processor, take their time away: what a test leaves to time or
# to chance fails here sooner or later. Ends with 1 if any run failed.
# usage: tests/stress.sh TIMES [ARGUMENT of dotnet test...]
set -uo pipefail
cd "$(dirname "$0")/.."
times=${1:?How often? For example: tests/stress.sh 10 --project tests/Engine.Tests}
shift

dotnet build -c Release -v quiet || exit 1

loops=()
trap 'kill "${loops[@]}"' EXIT
for _ in $(seq "$(nproc)"); do
  while :; do :; done &
  loops+=($!)
done

failed=0
for run in $(seq "$times"); do
  start=$SECONDS
  if dotnet test -c Release --no-build "$@"; then outcome=passed; else outcome=FAILED failed=$((failed + 1)); fi
  echo "Run $run of $times $outcome after $((SECONDS - start)) s."
done
echo "$((times - failed)) of $times runs passed under $(nproc) busy loops."
[ "$failed" -eq 0 ]
