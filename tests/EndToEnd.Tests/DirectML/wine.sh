#!/bin/bash
# Runs a program for Windows with what prepare.sh has prepared.
# usage: wine.sh TARGET PROGRAM [ARGUMENT...]
target=$1
shift
export WINEPREFIX=$target/prefix WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mshtml=;winedbg.exe="
export VK_DRIVER_FILES=$target/mesa/icd.json VK_ICD_FILENAMES=$target/mesa/icd.json
export LD_LIBRARY_PATH=$target/mesa/root/usr/lib/x86_64-linux-gnu
wine=/usr/lib/wine/wine64

# Wine's views of a file don't allow for memory that .NET maps twice, writable and executable: methods made at run time
# crash when they are collected.
export DOTNET_EnableWriteXorExecute=0

# One at a time: what Wine leaves running is ended with the display, and so would be another's. It isn't given the lock, which
# it would keep if this were killed; and what is left from then is ended first.
exec 9> "$target/lock"
flock 9
/usr/lib/wine/wineserver64 -k 9>&-
/usr/lib/wine/wineserver64 -w 9>&-

rm -f "$target/display"
Xvfb -displayfd 3 -screen 0 640x480x24 3> "$target/display" 2> /dev/null 9>&- &
display=$!

# What Wine leaves running is tied to this display: it ends with it, or the next program would find a dead one.
trap '/usr/lib/wine/wineserver64 -k; /usr/lib/wine/wineserver64 -w; kill $display' EXIT
while [ ! -s "$target/display" ] && kill -0 $display; do sleep 0.1; done
DISPLAY=:$(cat "$target/display")
export DISPLAY

if [ ! -d "$WINEPREFIX" ]; then
    { "$wine" wineboot -i; "$wine" winecfg -v win10; } > /dev/null 2>&1 9>&-
fi

# Wine's own services are there before the program is: what WINEDEBUG tells is the program's alone.
WINEDEBUG=-all "$wine" cmd /c rem 9>&-

"$wine" "$@" 9>&-
