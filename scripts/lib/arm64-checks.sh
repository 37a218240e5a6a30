#!/usr/bin/env bash
# arm64-checks.sh WORK: what is tried of the package for arm64 in WORK/root. Called by scripts/try-arm64 in namespaces of its own.
set -euo pipefail
. scripts/lib/steps.sh
. scripts/lib/checks.sh

work=$1
home=$work/root/usr/lib/moodbox
log=$work/daemon.log
# Seconds. Emulated, everything takes tens of times as long.
PATIENCE=900

# emulated COMMAND…: in there, as root of the namespace, on the processor of a Raspberry Pi 4, which has less than the newer ones.
emulated() {
  chroot "$work/root" env -i PATH=/usr/sbin:/usr/bin HOME=/root LANG=C.UTF-8 QEMU_CPU=cortex-a72 MOODBOX_CONFIG=/etc/moodbox/moodbox.yaml "$@" </dev/null
}

is_all_arm64() {
  local file others=0
  while read -r file; do
    grep -q 'Machine: *AArch64' <<<"$(readelf -h "$file")" || { echo "$file is for another machine"; others=1; }
  done < <(find "$home" -name '*.node' -o -name '*.so*' -type f)
  return "$others"
}
says_its_version() { emulated moodbox --version | tee /dev/stderr | grep -cE '^[0-9]+\.[0-9]+\.[0-9]+'; }
reads_a_face() { emulated moodbox perceive /srv/clip.mp4 --fps 1 | tee /dev/stderr | grep -cE 'happy|neutral|surprise|sad'; }

# What systemd would hear.
listen() {
  python3 -uc "import socket, sys
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1])
while True: print(ear.recv(4096).decode())" "$work/root/run/notify" >"$work/notified" 2>&1 &
  until_true 60 test -S "$work/root/run/notify"
}
starts() {
  listen || return
  emulated NOTIFY_SOCKET=/run/notify moodbox run >"$log" 2>&1 &
  daemon=$!
  until_true "$PATIENCE" is_ready_or_gone && is_ready || { tail -n 15 "$log"; return 1; }
}
is_ready() { grep -q '^READY=1' "$work/notified"; }
is_ready_or_gone() { is_ready || ! kill -0 "$daemon" 2>/dev/null; }
ask() { node -e 'fetch("http://127.0.0.1:8080" + process.argv[1]).then(async (answer) => { console.log(answer.status, await answer.text()); }, () => process.exit(1))' "$1"; }
is_well() { ask /healthz | grep -c '^200'; }
tells_the_mood() { ask /api/report | grep -cE '"mood":"(happy|neutral|surprise|sad|angry|fear|disgust)"'; }
stays_well() { until_true "$PATIENCE" is_well || { ask /healthz; tail -n 5 "$log"; return 1; }; }
settles() { until_true "$PATIENCE" tells_the_mood || { ask /api/report | cut -c 1-600; tail -n 5 "$log"; return 1; }; }
ends() {
  local status=0
  kill -TERM "$daemon"
  wait "$daemon" || status=$?
  [ "$status" -eq 0 ] || { tail -n 5 "$log"; return 1; }
}

mount -t proc proc /proc
mount -t proc proc "$work/root/proc"
ip link set lo up
check 'every library and binding in the package is for arm64' is_all_arm64
check 'moodbox says its version' says_its_version
check 'it finds the face in a clip and reads it: OpenCV and onnxruntime work' reads_a_face
check 'the daemon says READY to systemd' starts
check 'it is well (/healthz)' stays_well
check 'the room has a mood' settles
check 'the daemon ends when it is told to' ends
counted
