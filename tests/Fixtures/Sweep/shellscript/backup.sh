#!/bin/sh
# Packs a folder and keeps the packages of the last days.

source_dir="$1"
target_dir="$2"
days=14

if [ -z "$source_dir" ] || [ -z "$target_dir" ]; then
    echo "usage: $0 SOURCE TARGET" >&2
    exit 2
fi

if [ ! -d "$source_dir" ]; then
    echo "$source_dir is not a folder" >&2
    exit 1
fi

mkdir -p "$target_dir"
name="$(basename "$source_dir")-$(date +%F).tar.gz"

if tar -czf "$target_dir/$name.part" -C "$(dirname "$source_dir")" "$(basename "$source_dir")"; then
    mv "$target_dir/$name.part" "$target_dir/$name"
else
    rm -f "$target_dir/$name.part"
    echo "packing failed" >&2
    exit 1
fi

find "$target_dir" -name '*.tar.gz' -mtime +"$days" -print | while read -r old; do
    echo "removing $old"
    rm -f "$old"
done
