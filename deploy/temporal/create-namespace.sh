#!/bin/sh
# Creates upg's namespace where it is missing. Needs TEMPORAL_ADDRESS and NAMESPACE.
set -eu

temporal operator namespace describe -n "$NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create -n "$NAMESPACE" --retention 72h
