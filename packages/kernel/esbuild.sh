#!/bin/sh
# esbuild as tsx starts it, but deaf to SIGINT: Jupyter interrupts the kernel's whole process group, and
# without its esbuild every later import of TypeScript would fail. ESBUILD names the real one; else it is the
# one that tsx loads.
trap '' INT
modules=$(cd "$(dirname "$0")/../../node_modules" && pwd) || exit 1
own="$modules"/tsx/node_modules
for real in "$ESBUILD" "$own"/@esbuild/*/bin/esbuild "$modules"/@esbuild/*/bin/esbuild; do
  [ -x "$real" ] && exec "$real" "$@"
done
echo "No esbuild for this machine in $modules/@esbuild. Run npm ci, or let ESBUILD name the program." >&2
exit 1
