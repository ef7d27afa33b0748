#!/usr/bin/env bash
# Backs up a folder; it's called with the folder's name.
set -euo pipefail

folder="${1:-$HOME}"
target="/backup/$(date +%Y-%m-%d).tar"

usage() {
  cat <<EOF
usage: $0 [folder]
  makes "$target" (and doesn't ask)
EOF
  exit 1
}

if [ ! -d "$folder" ]; then
  echo "no such folder: '$folder'" >&2
  usage
elif [[ "$folder" == *" "* ]]; then
  echo "blanks aren't supported" >&2
fi

count=0
for file in "$folder"/*; do
  case "$file" in
    *.log|*.tmp) continue ;;
    *.txt)
      count=$((count + 1))
      ;;
    *) echo "other: $(basename "$file")" ;;
  esac
done

while read -r line; do
  if [ -z "$line" ]; then
    break
  fi
  printf '%s\n' "${line#*=}"
done < "$folder/list"

tar -cf "$target" "$folder" && echo "done: $count # files"
