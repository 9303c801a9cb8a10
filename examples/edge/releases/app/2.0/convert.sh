#!/bin/sh
# Some seconds of work, and a file at its end. Done again it does no harm.
set -e
touch "$UPG_ROOT/converting"
sleep 3
echo 2.0 > "$UPG_ROOT/version"
rm -f "$UPG_ROOT/converting"
