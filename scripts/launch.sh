# Sourced by ./upg and ./upg-node, which set $home. Builds what is missing or older than its
# sources, then becomes Java: same process, so signals and the exit code are Java's own.
#
# UPG_JAVA_OPTS adds JVM options. Talk goes to stderr: stdout belongs to the command.

set -euo pipefail

target="$home/starter/target"
app="$target/app"      # this project's jars and build.stamp; replaced by every build, never rewritten
stamp="$app/build.stamp"
archive="$app/classes.jsa"

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$@"; exit 3; }

# The java that will run; its version is asked for only when it is not the one of the last time.
find_java() {
  java="${JAVA_HOME:+$JAVA_HOME/bin/java}"
  java="${java:-$(command -v java || true)}"
  [ -n "$java" ] && [ -x "$java" ] ||
    die "found no java${JAVA_HOME:+ in JAVA_HOME=$JAVA_HOME}. Install JDK 17 or newer, or set JAVA_HOME."
  [ -f "$app/java" ] && [ "$(cat "$app/java")" = "$java" ] && return
  local version
  version="$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = //p')"
  case "$version" in
    1.* | 9 | 1[0-6] | '') die "$java is Java ${version:-of an unknown version}; JDK 17 or newer is needed. Set JAVA_HOME." ;;
  esac
}

stale() {
  [ -f "$stamp" ] || return 0
  [ -n "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main "$home"/worker-node/sdk \
    -name __pycache__ -prune -o -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build() {
  command -v mvn >/dev/null || die "found no mvn; it is needed to build upg. Install Maven 3.8 or newer."
  command -v python3 >/dev/null || die "found no python3; releases' scripts need it. Install Python 3."
  say "building$([ -d "$target/lib" ] || echo ' (the first time fetches libraries: some minutes)') …"
  local started
  started="$(mktemp "${TMPDIR:-/tmp}/upg-build.XXXXXX")"  # what changes from now on is newer
  if ! mvn -q -B -f "$home/pom.xml" -pl starter -am package -DskipTests -Dspotless.check.skip >"$home/.upg/build.log" 2>&1; then
    rm -f "$started"
    cat "$home/.upg/build.log" >&2
    die "the build failed, as said above. To see all of it: mvn -f $home/pom.xml package -DskipTests"
  fi
  # New files, not new content: a running upg keeps the jars that it has open.
  rm -rf "$app.new" && mkdir -p "$app.new"
  local module jar
  for module in plan-compiler activities workflows worker-node starter; do
    jar="$(ls -t "$home/$module/target/$module"-[0-9]*.jar | grep -v -e '-tests\.jar$' | head -n 1)"
    cp "$jar" "$app.new/"
    printf '@app@/%s:' "${jar##*/}" >>"$app.new/class-path"
  done
  cat "$target/class-path" >>"$app.new/class-path"
  printf '%s' "$java" >"$app.new/java"
  touch -r "$started" "$app.new/build.stamp"
  rm -f "$started"
  rm -rf "$app" && mv "$app.new" "$app"
  archive_classes
}

# What most commands load, parsed and verified: halves the time that a short command takes. Without
# it everything works, so nothing is said if this fails.
archive_classes() {
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit="$archive.new" \
    -Xlog:disable -cp "$(class_path)" io.upg.server.ClassArchive "$app/agent.jsa" >/dev/null 2>&1 &&
    mv "$archive.new" "$archive" || rm -f "$archive.new"
}

class_path() {
  local names
  names="$(<"$app/class-path")"
  names="${names//@app@/$app}"
  printf '%s' "${names//@lib@/$target/lib}"
}

build_if_stale() {
  stale || return 0
  mkdir -p "$home/.upg"
  (
    # Two commands at once: one builds, the other waits for it. (macOS has no flock: there both build.)
    if command -v flock >/dev/null; then flock 9; fi
    if stale; then build 9>&-; fi
  ) 9>"$home/.upg/build.lock"
}

# Java cannot ask how wide the terminal is: progress needs to know.
tell_terminal() {
  if [ -z "${UPG_TERMINAL:-}" ] && [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
    UPG_TERMINAL="$(stty size <&2 2>/dev/null | cut -d ' ' -f 2)" || UPG_TERMINAL=0
    export UPG_TERMINAL
  fi
}

# launch MAIN [JVM options…] [arguments…]: JVM options are those that start with -X.
launch() {
  local main="$1" options=()
  shift
  while [[ "${1:-}" == -X* ]]; do options+=("$1") && shift; done
  find_java
  build_if_stale
  local classes="${own_archive:-$archive}"
  [ -f "$classes" ] && options+=(-XX:SharedArchiveFile="$classes")
  tell_terminal
  # Names of files and what is printed are UTF-8 whatever the locale says.
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  # shellcheck disable=SC2086  # UPG_JAVA_OPTS is a list of words
  exec "$java" "${options[@]}" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -Dfile.encoding=UTF-8 -Dupg.home="$home" \
    ${UPG_JAVA_OPTS:-} -cp "$(class_path)" "$main" "$@"
}
