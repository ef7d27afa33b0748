#!/bin/sh
# Puts llama.cpp's server into a folder: TARGET/llama-server, and the libraries that it needs beside it.
#
# No registry has the program ready-made. npm's node-llama-cpp has llama.cpp's libraries, built for Linux, and the source of
# the very same release; only the server is compiled from that, which takes some minutes.
#
# Needs npm, git, tar, nm and g++.
set -eu
target=$1
version=3.21.1

mkdir -p "$target"
target=$(cd "$target" && pwd)
cd "$target"
rm -rf work && mkdir work && cd work

npm pack --silent "node-llama-cpp@$version" "@node-llama-cpp/linux-x64@$version" > /dev/null
for archive in *.tgz; do
    tar xzf "$archive" --one-top-level
done
git clone --quiet --config advice.detachedHead=false "node-llama-cpp-$version/package/llama/gitRelease.bundle" source
cp "node-llama-cpp-linux-x64-$version"/package/bins/linux-x64/*.so "$target"

# The page that the server shows in a browser is left out.
g++ -O0 -std=c++17 -o embed source/tools/ui/embed.cpp
mkdir generated objects
./embed generated/ui.cpp generated/ui.h

compile() {
    echo "$1 -c $2 -o objects/$(echo "$2" | tr / _).o"
}
flags="-std=c++17 -w -fPIC -DLLAMA_SHARED -DGGML_SHARED -DGGML_BACKEND_SHARED -DLLAMA_SUBPROCESS -DMTMD_VIDEO \
-DCPPHTTPLIB_LISTEN_BACKLOG=512 -DCPPHTTPLIB_TCP_NODELAY=1 \
-Igenerated -Isource -Isource/include -Isource/ggml/include -Isource/common -Isource/vendor -Isource/tools/mtmd -Isource/tools/server"
for directory in source/vendor/*/; do
    flags="$flags -I$directory"
done
{
    # The server first: its files take longest.
    for file in source/tools/server/*.cpp source/vendor/cpp-httplib/*.cpp generated/ui.cpp; do
        compile "-O1 $flags" "$file"
    done
    # What it needs for pictures and sound, which nobody here runs.
    for file in source/tools/mtmd/*.cpp source/tools/mtmd/models/*.cpp source/vendor/hash/*.cpp source/vendor/hash/*/*.c; do
        case $file in
            */mtmd-cli.cpp|*/deprecation-warning.cpp) ;;
            */sha256.c|*/xxhash.c) compile "-O0 $flags -std=c11 -x c" "$file" ;;
            *) compile "-O0 $flags" "$file" ;;
        esac
    done
} | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I {} sh -c 'nice g++ {}'

g++ -o "$target/llama-server" objects/*.o -L"$target" -l:libllama-common.so -l:libllama.v0.4.0.so -l:libggml.v0.4.0.so \
    -l:libggml-base.so -lpthread -ldl -Wl,-rpath,'$ORIGIN'
cd "$target"
rm -rf work
./llama-server --version
