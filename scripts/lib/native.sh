# Native bindings: each is built once for a set of versions and kept outside the checkout; later calls copy it in. Sourced after
# steps.sh, in the checkout's folder.
# shellcheck shell=bash

# The folder that holds include/node of the Node in use.
node_prefix() { dirname "$(dirname "$(readlink -f "$(command -v node)")")"; }

# version_of PACKAGE: as it is installed.
version_of() { node -p "require('./node_modules/$1/package.json').version"; }

# For another machine than this one its compiler and pkg-config carry its name (Debian's way): aarch64-linux-gnu-g++.
host=${MOODBOX_HOST-}
own_pkg_config() { "${host:+$host-}pkg-config" "$@"; }
compiled_for() { "${host:+$host-}g++" -print-multiarch; }
# compiler NAME: how it is called, through ccache where that is there.
compiler() { echo "$(command -v ccache >/dev/null && echo 'ccache ')${host:+$host-}$1"; }

# What every build depends on: Node's interface, the machine, the compiler.
platform() {
  local to
  to=$(compiled_for)
  echo "abi$(node -p 'process.versions.modules')-${to%%-*}-gcc$("${host:+$host-}g++" -dumpversion)"
}

# A half-written copy must never be taken for a whole one: written beside, then renamed.
place() { mkdir -p "$(dirname "$2")" && cp "$1" "$2.$$" && mv "$2.$$" "$2"; }

# One compiler takes up to 900 MB here (g++ 14); as many as fit into the memory, so that a small board does not start to swap.
at_a_time() {
  local most fit
  most=$(nproc)
  fit=$(awk '/^MemAvailable/ { print int($2 / 900000) }' /proc/meminfo)
  if [ "$fit" -lt "$most" ]; then most=$fit; fi
  if [ "$most" -lt 1 ]; then most=1; fi
  echo "$most"
}

# gyp_build PACKAGE OPTION…: compiles it as its binding.gyp says, with whatever flags and compiler are in the environment.
gyp_build() {
  local headers
  headers=$(node_prefix)
  [ -f "$headers/include/node/node.h" ] || { echo "Node's headers are missing: run 'apt-get install libnode-dev'"; return 1; }
  local package=node_modules/$1
  shift
  export CXX=${CXX:-$(compiler g++)} CC=${CC:-$(compiler gcc)}
  case $host in aarch64-*) set -- "$@" --arch=arm64 ;; esac
  (cd "$package" && "$OLDPWD/node_modules/.bin/node-gyp" rebuild --release --nodedir="$headers" --jobs "$JOBS" "$@") || return
  only_own_folder "$package/build/Release"
}

# only_own_folder FOLDER: fails if a binding in it looks for libraries elsewhere than beside itself and in the system's folders.
only_own_folder() {
  local path
  # shellcheck disable=SC2016 # the loader expands it
  path=$(readelf -d "$1"/*.node | sed -n 's/.*(R\(UN\)\?PATH).*\[\(.*\)\]/\2/p' | grep -vxF '$ORIGIN' || true)
  [ -z "$path" ] || { echo "the binding would load libraries from $path"; return 1; }
}

# from_cache KEY FILE LOADS: copies the kept build in, if there is one and it loads.
from_cache() {
  local kept
  kept=$MOODBOX_CACHE/native/$1/$(basename "$2")
  [ -f "$kept" ] || return 1
  cmp -s "$kept" "$2" || place "$kept" "$2"
  "$3" >/dev/null 2>&1 || { say 'the build in the cache does not load here; building it again'; return 1; }
  say "$1, from the cache"
}

# native KEY FILE LOADS COMPILE ABOUT: FILE as COMPILE makes it, or from the cache if LOADS says that it works here. What is built for
# another machine cannot be tried on this one.
native() {
  local key=$1 file=$2 loads=$3 compile=$4 about=$5
  local name=${key%%-[0-9]*}
  [ -z "$host" ] || loads=true
  from_cache "$key" "$file" "$loads" && return 0
  mkdir -p "$MOODBOX_CACHE/native/$key"
  # Another checkout may be building the very same.
  exec 8>"$MOODBOX_CACHE/native/$key/lock"
  flock -n 8 || { say 'waiting for another build of the same'; flock 8; }
  if ! from_cache "$key" "$file" "$loads"; then
    JOBS=${JOBS:-$(at_a_time)}
    step "$name" "building $key, $JOBS at a time: $about the first time, then never again" "$compile" || fail 'the build failed'
    "$loads" >/dev/null 2>&1 || fail "the build finished but does not load; see $MOODBOX_CACHE/log/native-$name.log"
    place "$file" "$MOODBOX_CACHE/native/$key/$(basename "$file")"
  fi
  exec 8>&-
}
