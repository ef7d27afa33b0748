#!/bin/bash
# Prepares what runs DirectML on Debian: Wine, a software device of a Mesa that computes rightly (25; the one of Debian 12
# doesn't), ONNX Runtime's native part for Windows out of an npm package, and this project built for Windows.
# usage: prepare.sh REPOSITORY TARGET
set -euo pipefail
repository=$1
target=$2
mkdir -p "$target"
cd "$target"

if [ ! -x /usr/lib/wine/wine64 ] || ! command -v Xvfb > /dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine wine64 xvfb libvulkan1
fi

if [ ! -e mesa/icd.json ]; then
    rm -rf mesa && mkdir -p mesa/lists/partial mesa/packages mesa/root
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    archive=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $codename" | head -1)
    echo "deb $archive $codename-backports main" > mesa/sources.list
    backports=(-o "Dir::Etc::sourcelist=$target/mesa/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$target/mesa/lists")
    apt-get "${backports[@]}" update -qq
    (
        cd mesa/packages
        apt-get "${backports[@]}" download -qq mesa-vulkan-drivers libdrm2 libdrm-amdgpu1
        apt-get download -qq libllvm15 libwayland-client0 libx11-xcb1 libx11-6 libxcb-dri3-0 libxcb-present0 libxcb-randr0 \
            libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb1 libxshmfence1 libzstd1 libelf1 libexpat1
        for package in *.deb; do dpkg -x "$package" ../root; done
    )
    driver=$(find "$target/mesa/root" -name libvulkan_lvp.so)
    sed "s#\"library_path\": \".*\"#\"library_path\": \"$driver\"#" "$(find mesa/root -name 'lvp_icd*.json' | head -1)" > mesa/icd.json
fi

if [ ! -e native/onnxruntime.dll ]; then
    mkdir -p native npm
    (cd npm && npm pack --silent onnxruntime-node@1.30.0 > /dev/null && tar xzf onnxruntime-node-1.30.0.tgz)
    cp npm/package/bin/napi-v6/win32/x64/*.dll native/
    rm -rf npm
fi

# A copy, so that what is restored for Windows doesn't take the place of what is restored here; without files that are gone.
mkdir -p source
find source -type d \( -name bin -o -name obj -o -name artifacts \) -prune -o -type f -print0 | xargs -0 -r rm -f
(cd "$repository" && git ls-files -z -c -o --exclude-standard | grep -zv 'packages\..*lock\.json$' \
    | while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done \
    | tar -c --null -T - ) | tar -x -C source
for project in tests/Engine.Tests server; do
    dotnet publish "source/$project" -c Release -r win-x64 --self-contained -v quiet -nologo \
        -o "source/artifacts/$project" "-p:OnnxRuntimeFolder=$target/native"

    # The managed part asks for version 31 of the interface, and the native one from npm has 30, which is the same up to there.
    perl -0777 -pi -e 's/\x1f\x1f(\x6f..\x00\x06)/\x1f\x1e$1/s' "source/artifacts/$project/Microsoft.ML.OnnxRuntime.dll"
done
