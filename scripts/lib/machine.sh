# A Debian 13 that is booted with its own systemd as process 1, without a kernel of its own (systemd-nspawn). What it writes goes to an
# overlay that is thrown away. It has a network of its own that ends at itself. Sourced after steps.sh,
# root.sh and checks.sh.
# shellcheck shell=bash

work=
machine=
leader=

# boot FOLDER TOOLS: boots FOLDER with the systemd-nspawn of TOOLS. The machine's own files are in $work/upper before it boots.
boot() {
  mkdir -p "$work"/{upper,work,root}
  # systemd-nspawn wants a root that is a mount point, and control groups of version 2 alone. Both are made for it in a mount namespace.
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount --propagation private bash -euc '
    base=$1 work=$2 tools=$3
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/work" "$work/root"
    mount --bind "$tools" "$tools"
    cd "$tools"
    mount --rbind /dev dev
    mount --rbind /proc proc
    mount -t sysfs sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs tmpfs tmp
    mount -t tmpfs tmpfs run
    mkdir -p run/machine run/old
    mount --bind "$work/root" run/machine
    pivot_root . run/old
    umount -l run/old
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin systemd-nspawn --quiet --register=no --keep-unit --private-network \
      --machine=moodbox-boot --console=pipe --boot --directory=/run/machine -- systemd.mask=systemd-firstboot.service
  ' bash "$1" "$work" "$2" </dev/null >"$work/console.log" 2>&1 &
  machine=$!
  at_exit halt
  until_true 60 has_leader || fail "the machine does not boot; see $work/console.log"
  inside systemctl is-system-running --wait >"$work/state" || true
}

has_leader() {
  leader=$(pgrep -P "$machine" | head -n 1)
  [ -n "$leader" ] && inside test -S /run/systemd/private
}

# inside COMMAND…: in the machine, as its root.
inside() {
  nsenter --target "$leader" --all -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

halt() {
  [ -n "$machine" ] || return 0
  kill -TERM "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  machine=
}
