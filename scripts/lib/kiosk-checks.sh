#!/usr/bin/env bash
# kiosk-checks.sh WORK SCREEN SIZE: what is tried of a kiosk's system in WORK/root, with the programs in SCREEN. Called by scripts/try-kiosk in
# namespaces of its own.
set -euo pipefail
. scripts/lib/steps.sh
. scripts/lib/checks.sh

work=$1 screen=$2 size=$3
inside=$work/root
# Seconds.
PATIENCE=180

# in_system COMMAND…: in there, as somebody who logs in. A plain chroot is not enough: the kernel lets nobody in one make the namespaces that are
# Chromium's sandbox, so the folder becomes the root of a mount namespace.
in_system() {
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount --propagation private -- bash -euc '
    cd "$1"
    shift
    pivot_root . srv
    umount --lazy /srv
    exec chroot . env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
  ' bash "$inside" "$@"
}
as() {
  local user=$1
  shift
  in_system setpriv --reuid "$user" --regid "$user" --init-groups --no-new-privs env "$@"
}

prepare() {
  mount --bind "$inside" "$inside"
  mount -t proc proc "$inside/proc"
  mount -t sysfs -o ro sysfs "$inside/sys"
  mount --rbind /dev "$inside/dev"
  mount -t tmpfs -o mode=755 run "$inside/run"
  mount -t tmpfs -o mode=1777 tmp "$inside/tmp"
  mount -t tmpfs -o mode=755 data "$inside/data"
  mkdir -p "$inside/run/screen"
  mount --bind "$screen" "$inside/run/screen"
  ip link set lo up
  # A network at whose other end nobody is: a new box tells its screen where a phone finds it.
  ip link add eth0 type veth peer name eth1
  ip addr add 192.168.1.20/24 dev eth0
  ip link set eth0 up
  ip link set eth1 up
  # systemd lets the daemon have port 80.
  echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
  in_system install -d -o moodbox -g moodbox /run/moodbox /run/state
  in_system install -d -m 700 -o moodbox-kiosk -g moodbox-kiosk /run/moodbox-kiosk /data/kiosk
}

begins() {
  as moodbox STATE_DIRECTORY=/run/state HOME=/run/state MOODBOX_STATE_DIR=/run/state MOODBOX_MQTT_ID=kiosk NODE_ENV=production \
    moodbox run --config /etc/moodbox/moodbox.yaml >"$work/daemon.log" 2>&1 &
  in_system MOODBOX_CONFIG=/etc/moodbox/moodbox.yaml moodbox kiosk-address --wait "$PATIENCE" --to /run/moodbox-kiosk/address && cat "$inside/run/moodbox-kiosk/address"
}

# The line of the unit, with what its environment file says in it.
line_of_unit() {
  local line
  line=$(sed -n '/^ExecStart=/,/[^\\]$/p' "$inside/usr/lib/systemd/system/moodbox-kiosk.service" | sed 's/^ExecStart=//; s/\\$//' | tr '\n' ' ')
  # shellcheck disable=SC1091
  (. "$inside/run/moodbox-kiosk/address" && eval "echo \"$line\"")
}
on_screen() { as moodbox-kiosk HOME=/data/kiosk XDG_RUNTIME_DIR=/run/moodbox-kiosk WAYLAND_DISPLAY=wayland-0 LD_LIBRARY_PATH=/run/screen/usr/lib/x86_64-linux-gnu "$@"; }
shows() {
  local line
  line=$(line_of_unit)
  echo "$line"
  # shellcheck disable=SC2086 # words
  as moodbox-kiosk HOME=/data/kiosk XDG_RUNTIME_DIR=/run/moodbox-kiosk WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 $line \
    >"$work/kiosk.log" 2>&1 &
  until_true 60 test -S "$inside/run/moodbox-kiosk/wayland-0" || { tail -n 5 "$work/kiosk.log"; return 1; }
  on_screen /run/screen/usr/bin/wlr-randr --output HEADLESS-1 --custom-mode "$size"
}
# draws EDGE: the words of a page alone have more colours, by their smoothed edges, than a console or an empty page.
draws() { on_screen /run/screen/usr/bin/grim -t ppm /tmp/screen.ppm && node scripts/image/screen.mjs "$inside/tmp/screen.ppm" 40 "$1"; }
draws_soon() { until_true "$PATIENCE" draws 0 && on_screen /run/screen/usr/bin/grim /tmp/screen.png && cp "$inside/tmp/screen.png" "$work/screen.png"; }
goes_on() { sleep 30 && draws 8; }

# What reads the page is in a user namespace of its own, where it has nothing of this system.
is_fenced() {
  local each fenced=0
  for each in $(pgrep -f -- '--type=renderer'); do
    [ "$(readlink "/proc/$each/ns/user")" = "$(readlink /proc/self/ns/user)" ] || fenced=$((fenced + 1))
  done
  echo "$fenced processes"
  [ "$fenced" -gt 0 ]
}

mount -t proc proc /proc
prepare
check "the image's daemon opens its page" begins
check 'cage and Chromium start by the line of their unit' shows
check 'the page is on the screen' draws_soon
check 'with nothing of a browser around it' draws 8
check 'Chromium keeps its sandbox' is_fenced
check 'the page stays on the screen' goes_on
counted
