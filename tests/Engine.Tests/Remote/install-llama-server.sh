#!/bin/bash
# Puts llama.cpp's server into a folder, with the libraries that it needs beside it.
#
# No registry has the program ready-made. npm's node-llama-cpp has llama.cpp's libraries, built for Linux on x64, and the
# source of the very same release; only the server is compiled from that, which takes some minutes.
set -euo pipefail
version=$1
target=$2

if ! { command -v g++ && command -v git && command -v npm; } > /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++ git npm
fi

# Beside the target, which is there whole or not at all.
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/whole"
cd "$work"

npm pack --silent "node-llama-cpp@$version" "@node-llama-cpp/linux-x64@$version" > /dev/null
for archive in *.tgz; do
    tar xzf "$archive" --one-top-level
done
git clone --quiet --config advice.detachedHead=false "node-llama-cpp-$version/package/llama/gitRelease.bundle" source
cp "node-llama-cpp-linux-x64-$version"/package/bins/linux-x64/*.so whole

# The page that the server shows in a browser is left out.
mkdir generated objects
g++ -O0 -std=c++17 -o embed source/tools/ui/embed.cpp
./embed generated/ui.cpp generated/ui.h > /dev/null 2>&1

flags="-w -fPIC -DLLAMA_SHARED -DGGML_SHARED -DGGML_BACKEND_SHARED -DLLAMA_SUBPROCESS -DMTMD_VIDEO \
-DCPPHTTPLIB_LISTEN_BACKLOG=512 -DCPPHTTPLIB_TCP_NODELAY=1 \
-Igenerated -Isource -Isource/include -Isource/ggml/include -Isource/common -Isource/vendor -Isource/tools/mtmd -Isource/tools/server"
for directory in source/vendor/*/ source/vendor/hash/*/; do
    flags="$flags -I$directory"
done
compile() {
    echo "$flags $1 -c $2 -o objects/$(echo "$2" | tr / _).o"
}
{
    # The server first: its files take longest.
    for file in source/tools/server/*.cpp source/vendor/cpp-httplib/*.cpp generated/ui.cpp; do
        compile "-O1 -std=c++17" "$file"
    done
    # What it needs for pictures and sound, which nobody here runs.
    for file in source/tools/mtmd/*.cpp source/tools/mtmd/models/*.cpp source/vendor/hash/*.cpp source/vendor/hash/*/*.c; do
        case $file in
            */mtmd-cli.cpp|*/deprecation-warning.cpp) ;;
            */sha256.c|*/xxhash.c) compile "-O0 -x c" "$file" ;;
            *) compile "-O0 -std=c++17" "$file" ;;
        esac
    done
} | xargs -P "$(nproc)" -I {} sh -c 'nice g++ {}'

g++ -o whole/llama-server objects/*.o -Lwhole -l:libllama-common.so -l:libllama.v0.4.0.so -l:libggml.v0.4.0.so \
    -l:libggml-base.so -lpthread -ldl -Wl,-rpath,'$ORIGIN'
whole/llama-server --version > /dev/null
mv -T whole "$target" || [ -d "$target" ]
