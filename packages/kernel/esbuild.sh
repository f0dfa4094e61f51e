#!/bin/sh
# esbuild as tsx starts it, but deaf to SIGINT: Jupyter interrupts the kernel's whole process group, and
# without its esbuild every later import of TypeScript would fail. ESBUILD names the real one (start.cjs).
trap '' INT
[ -x "$ESBUILD" ] && exec "$ESBUILD" "$@"
echo "No esbuild for this machine at '$ESBUILD'. Run npm ci, or let ESBUILD name the program." >&2
exit 1
