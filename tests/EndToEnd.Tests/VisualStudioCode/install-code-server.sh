#!/usr/bin/env bash
# Installs a version of code-server, which is VS Code served to a browser, into a folder; from npm, in half a minute.
# Of its native modules only the one without which it doesn't start is built: tests need no terminal, no file watcher
# and no single sign-on.
set -euo pipefail
version=$1
folder=$2

# Beside the target, which is there whole or not at all.
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' > package.json
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
npm install "code-server@$version" "${quiet[@]}"
(cd node_modules/code-server/lib/vscode && npm install --omit=dev "${quiet[@]}")
(cd node_modules/code-server/lib/vscode/extensions && npm install --omit=dev "${quiet[@]}")

# The headers of Node lie beside it, so that none have to be downloaded.
export npm_config_build_from_source=true npm_config_nodedir
npm_config_nodedir=$(node -p 'path.dirname(path.dirname(process.execPath))')
npm rebuild argon2 --loglevel=error
ln -s node_modules node_modules/code-server/lib/vscode/node_modules.asar
mv -T "$work" "$folder" || [ -d "$folder" ]
