#!/usr/bin/env bash
set -euo pipefail

app="notes"
host="${DEPLOY_HOST:-staging.example.com}"
release="$(date +%Y%m%d%H%M%S)"
keep=5

log() {
  printf '%s %s\n' "$(date +%T)" "$*" >&2
}

die() {
  log "error: $*"
  exit 1
}

usage() {
  cat <<EOF
Usage: deploy.sh [--host HOST] [--keep N]
EOF
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --host)
      host="$2"
      shift 2
      ;;
    --keep)
      keep="$2"
      shift 2
      ;;
    -h|--help)
      usage
      exit 0
      ;;
    *)
      die "unknown option $1"
      ;;
  esac
done

command -v rsync >/dev/null || die "rsync is not installed"

log "copying release $release to $host"
rsync -az --delete build/ "$host:/srv/$app/releases/$release/"
ssh "$host" "ln -sfn /srv/$app/releases/$release /srv/$app/current"
ssh "$host" "ls -1dt /srv/$app/releases/* | tail -n +$((keep + 1)) | xargs -r rm -rf"
log "done"
