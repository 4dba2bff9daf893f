#!/bin/sh
# Sets Workbench up and opens it: double-click it in the Finder.
cd "$(dirname "$0")/../.." || exit 1
exec python3 packaging/start.py "$@"
