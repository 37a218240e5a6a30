# Debian 13 in a folder: made once for each list of packages, kept in the cache, and entered without changing the machine around it.
# Sourced after steps.sh. Needs root and mmdebstrap.
# shellcheck shell=bash

release=trixie
mirror=${MOODBOX_MIRROR:-http://deb.debian.org/debian}

need_root() {
  [ "$(id -u)" -eq 0 ] || fail "needs root to $1"
  command -v mmdebstrap >/dev/null || fail "needs mmdebstrap: apt-get install mmdebstrap"
}

# What keeps this machine from making a Debian in a folder and booting it, or nothing.
cannot_boot() {
  if [ "$(id -u)" -ne 0 ]; then
    echo 'it needs root'
  elif ! command -v mmdebstrap >/dev/null; then
    echo 'mmdebstrap is missing'
  elif ! may_mount 2>/dev/null; then
    echo 'this machine allows no mounts of its own'
  elif ! mirror_answers; then
    echo "$mirror does not answer"
  fi
}

# Whether an overlay and control groups can be mounted where nobody else sees them.
may_mount() {
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount --propagation private --pid --fork --kill-child -- bash -ec '
    folder=$(mktemp -d)
    mount -t tmpfs tmpfs "$folder"
    trap "umount -l $folder; rmdir $folder" EXIT
    mkdir "$folder"/{lower,upper,work,root,groups}
    mount -t overlay overlay -o "lowerdir=$folder/lower,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
    mount -t cgroup2 cgroup2 "$folder/groups"'
}

# Asked as apt asks, with apt's proxies.
mirror_answers() {
  local folder status=0
  folder=$(mktemp -d)
  /usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::Retries=2 -o Acquire::http::Timeout=20 \
    download-file "$mirror/dists/$release/InRelease" "$folder/release" >/dev/null 2>&1 || status=1
  rm -rf "$folder"
  return "$status"
}

# alone_with NAME COMMAND…: no two runs in this cache do the same at once.
alone_with() {
  # The command must not see variables of this function.
  mkdir -p "$MOODBOX_CACHE/locks"
  exec 7>"$MOODBOX_CACHE/locks/$1"
  flock -n 7 || { say "waiting for another run ($1)"; flock 7; }
  set -- 0 "${@:2}"
  "${@:2}" || set -- "$?"
  exec 7>&-
  return "$1"
}

# debian_root NAME ARCHITECTURE PACKAGE…: sets `root` to a Debian 13 with these packages. An older one of that name is deleted. The variable
# `variant` says what else is in it (mmdebstrap's words): minbase, or extract for one whose programs do not run here and that is unpacked only.
# `components` says which parts of Debian they may come from.
variant=minbase
components=main
debian_root() {
  local name=$1 packages key
  packages=$(IFS=,; echo "${*:3}")
  key="$release $2 $packages"
  [ "$components" = main ] || key+=" $components"
  root=$MOODBOX_CACHE/roots/$name-$(sha256sum <<<"$key" | cut -c 1-12)
  alone_with "root-$name" make_root "$name" "$2" "$packages"
}

# apart COMMAND…: what it mounts is seen by nobody else, and is gone when it ends, also when it is killed.
apart() { unshare --mount --propagation private -- "$@"; }

# clear_roots FOLDER…: deletes them, and nothing of this machine that a killed run may have left mounted in them.
clear_roots() {
  local folder mounted
  for folder; do
    [ -d "$folder" ] || continue
    for mounted in $(findmnt --raw --noheadings --output TARGET | awk -v under="$(realpath "$folder")/" 'index($0, under) == 1' | sort -r); do
      umount --lazy "$mounted" || return
    done
    rm -rf --one-file-system "$folder"
  done
}

make_root() {
  if [ -e "$root/etc/debian_version" ]; then return; fi
  mkdir -p "${root%/*}"
  clear_roots "${root%/*}/$1"-*
  # dpkg need not wait for the disk after each file: a root that a power cut spoils is made again.
  step "$1" "making a Debian 13 ($1)" \
    apart mmdebstrap --mode=root --variant="$variant" --architectures="$2" --components="$components" --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$3" "$release" "$root.new" "$mirror" || fail 'Debian 13 could not be installed into a folder'
  # systemd-nspawn wants one; the machine that boots makes its own.
  [ -s "$root.new/etc/machine-id" ] || tr -d - </proc/sys/kernel/random/uuid >"$root.new/etc/machine-id"
  mv "$root.new" "$root"
}

# emulate ARCHITECTURE: fills `foreign`, which goes before every command that starts programs of that architecture: nothing where this machine has it.
foreign=()
emulate() {
  local variant=extract components=main own
  own=$(dpkg --print-architecture)
  foreign=()
  [ "$1" != "$own" ] || return 0
  [ "$1" = arm64 ] || fail "programs for $1 cannot be run on $own"
  debian_root emulator "$own" qemu-user
  foreign=(bash scripts/lib/foreign.sh "$root/usr/bin/qemu-aarch64")
}

# in_root FOLDER COMMAND…: runs it in there, with a /proc, a /dev and a /tmp, and the folders of `bound` (HERE:THERE).
bound=()
in_root() {
  local folder=$1
  shift
  # shellcheck disable=SC2016 # expanded inside
  "${foreign[@]}" unshare --mount --propagation private --pid --fork --kill-child -- bash -euc '
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
