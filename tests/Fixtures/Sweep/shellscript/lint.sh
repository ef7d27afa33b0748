#!/usr/bin/env bash
# Runs all checks of the project and says which failed.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

failed=()

run() {
  local name="$1"
  shift
  echo "== $name"
  if ! "$@"; then
    failed+=("$name")
  fi
}

run "format" npx prettier --check .
run "lint" npx eslint src
run "types" npx tsc --noEmit
run "tests" npm test -- --silent

for script in scripts/*.sh; do
  run "shellcheck $script" shellcheck "$script"
done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "failed: ${failed[*]}" >&2
  exit 1
fi
echo "all checks passed"
