#!/usr/bin/env bash
# foreign.sh EMULATOR COMMAND…: runs the command where the kernel starts programs for arm64 by EMULATOR (qemu-aarch64, statically linked). Only the
# command and its children see that: they have a user namespace of their own, with all users in it, and its own list of such programs. As root.
set -euo pipefail
emulator=$1
shift

# What a program for arm64 begins with, and which of these bytes count. F: the emulator is opened now, and need not be in the command's root.
rule() {
  printf '%s' ':moodbox-arm64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:' \
    '\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:' "$emulator" ':F'
}

# It has all rights in its namespace from the program on that it starts after the users are there. It reads what this script was given to read, which a
# program in the background does not do by itself.
# shellcheck disable=SC2016 # expanded inside
unshare --user --mount --propagation private bash -euc '
  until grep -q . /proc/self/uid_map && grep -q . /proc/self/gid_map; do sleep 0.05; done
  exec bash -euc "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    printf %s \"\$1\" >/proc/sys/fs/binfmt_misc/register
    shift
    exec \"\$@\"" "$@"' bash bash "$(rule)" "$@" <&0 &
inside=$!
for map in uid_map gid_map; do
  # Until it has its namespace, the list of users is that of this machine and cannot be written.
  until echo '0 0 4294967295' >"/proc/$inside/$map" 2>/dev/null; do
    kill -0 "$inside" 2>/dev/null || break 2
    sleep 0.05
  done
done
wait "$inside"
