# Debian 13 in a folder: made once for each list of packages, kept in the cache, and entered without changing the machine around it.
# Sourced after steps.sh. Needs root and mmdebstrap.
# shellcheck shell=bash

release=trixie
mirror=${MOODBOX_MIRROR:-http://deb.debian.org/debian}

need_root() {
  [ "$(id -u)" -eq 0 ] || fail "needs root to $1"
  command -v mmdebstrap >/dev/null || fail "needs mmdebstrap: apt-get install mmdebstrap"
}

# debian_root NAME ARCHITECTURE PACKAGE…: sets `root` to a Debian 13 with these packages. An older one of that name is deleted.
debian_root() {
  local name=$1 architecture=$2 roots=$MOODBOX_CACHE/roots key packages
  shift 2
  packages=$(IFS=,; echo "$*")
  key=$(sha256sum <<<"$release $architecture $packages" | cut -c 1-12)
  root=$roots/$name-$key
  if [ -e "$root/etc/debian_version" ]; then return; fi
  mkdir -p "$roots"
  rm -rf "$roots/$name"-*
  step "$name" "making a Debian 13 with $# packages and what they need" \
    mmdebstrap --mode=root --variant=minbase --architectures="$architecture" --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$packages" "$release" "$root.new" "$mirror" || fail 'Debian 13 could not be installed into a folder'
  # systemd-nspawn wants one; the machine that boots makes its own.
  [ -s "$root.new/etc/machine-id" ] || tr -d - </proc/sys/kernel/random/uuid >"$root.new/etc/machine-id"
  mv "$root.new" "$root"
}

# in_root FOLDER COMMAND…: runs it in there, with a /proc, a /dev and a /tmp, and the folders of `bound` (HERE:THERE).
bound=()
in_root() {
  local folder=$1
  shift
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount --propagation private --pid --fork --kill-child -- bash -euc '
    folder=$1
    shift
    mount --rbind /dev "$folder/dev"
    mount -t proc proc "$folder/proc"
    mount -t tmpfs tmpfs "$folder/tmp"
    while [ "$1" != -- ]; do
      mkdir -p "$folder${1#*:}"
      mount --bind "${1%%:*}" "$folder${1#*:}"
      shift
    done
    shift
    exec chroot "$folder" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
  ' bash "$folder" "${bound[@]}" -- "$@"
}
