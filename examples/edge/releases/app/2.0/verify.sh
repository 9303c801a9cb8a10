#!/bin/sh
grep 2.0 "$UPG_ROOT/version"
