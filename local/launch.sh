# To be read by the commands beside it, which have set $root: builds where something changed, then says how to start.
target=$root/local/target/run

# Folders count, too: what is deleted is newer in its folder. A checkout that was moved or copied is built again.
changed() {
  [ ! -s "$target/java-home" ] || [ ! -s "$target/class-path" ] || [ ! -f "$target/root" ] ||
    [ ! -x "$(cat "$target/java-home")/bin/java" ] || [ "$(cat "$target/root")" != "$root" ] ||
    [ -n "$(find "$root/pom.xml" "$root/events" "$root/functions" "$root/local" \
      -name target -prune -o -newer "$target/root" -print | head -n 1)" ]
}

# The JVM with everything but the main class; options of the JVM come first.
launch() {
  exec "$(cat "$target/java-home")/bin/java" \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile=log4j2-laptop.xml \
    -cp "$(class_path)" "$@"
}

# Without the jars whose path holds the text $without, if that is set.
class_path() {
  for file in "$root"/local/target/ivs-recording-local-*.jar; do
    case $file in *-tests.jar | *-sources.jar) ;; *) printf '%s' "$file" ;; esac
  done
  printf ':%s' "$(tr ':' '\n' <"$target/class-path" | grep -v -- "${without:-^$}" | tr '\n' ':')"
}

# Of commands that begin at the same time one builds, and the others wait for it.
build_if_changed() {
  changed || return 0
  building=$root/local/target/building
  mkdir -p "$root/local/target"
  until mkdir "$building" 2>/dev/null; do
    [ -n "${waits:-}" ] || echo "Another command builds; waiting (if there is none, remove $building) ..." >&2
    waits=yes
    sleep 1
  done
  trap 'rmdir "$building" 2>/dev/null' EXIT
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM
  if changed; then
    echo "Building (the first time also downloads the libraries, which takes a few minutes) ..." >&2
    if ! (cd "$root" && ./mvnw -B -q -ntp -DskipTests -Ddeployable.skip -pl local -am package >&2); then
      echo "The build failed. If no JDK 25 was found: install one where JDKs usually are, or let JAVA_HOME name it." >&2
      exit 1
    fi
    rm -f "$target"/*.jsa
    echo "$root" >"$target/root"
  fi
  rmdir "$building" 2>/dev/null || true
  trap - EXIT INT HUP TERM
}
