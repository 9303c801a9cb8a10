#!/bin/sh
rm -f "$UPG_ROOT/converting" "$UPG_ROOT/version"
