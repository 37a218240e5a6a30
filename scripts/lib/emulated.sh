# A machine in QEMU: its disk, its plug, and a way in. Sourced after steps.sh, root.sh and image.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work is made by the caller, tools by image.sh

# Seconds. A busy machine takes some times as long as a quiet one.
BOOTS_WITHIN=${MOODBOX_BOOTS_WITHIN:-600}
# How long one try of an update may take, from its start to that of the next one.
TRIED_WITHIN=1800
# The FAT partition begins here, as in every disk that systemd-repart makes.
CARD_AT=1048576
machine=
http_port=
ssh_port=
# What a box must have; one with a screen needs more.
memory=2G

# make_disk_of IMAGE: $work/disk.raw, which is mostly holes.
make_disk_of() {
  unpack_image "$1" "$work/disk.raw"
  truncate -s 8G "$work/disk.raw"
  cp "$tools/usr/share/OVMF/OVMF_VARS_4M.fd" "$work/vars.fd"
}

# on_card COMMAND…: one of mtools, on the FAT partition of a machine that is off.
on_card() {
  bound=("$work:/work")
  local program=$1
  shift
  in_root "$tools" "$program" -i "/work/disk.raw@@$CARD_AT" "$@"
}

free_ports() {
  node -e 'const { createServer } = require("node:net");
    const servers = [0, 1].map(() => createServer().listen(0, "127.0.0.1"));
    setTimeout(() => { console.log(servers.map((each) => each.address().port).join(" ")); servers.forEach((each) => each.close()); }, 200);'
}

# An emulated machine that shares its cores with others may take minutes for what the daemon's own limits give seconds.
patience() { printf '[Service]\nTimeoutStartSec=900\nWatchdogSec=600\n' | base64 -w 0; }

# prove_within SECONDS: how long a new system has to become well, where boot-test is told to wait for less than the ten minutes of a real box.
gives_up=
prove_within() {
  [ -n "$gives_up" ] || return 0
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/moodbox update prove --within %s\n' "$gives_up" | base64 -w 0 |
    sed 's/^/type=11,value=io.systemd.credential.binary:systemd.unit-dropin.moodbox-healthy.service~emulated=/'
}

# make_stick FILE…: a stick with a FAT file system and these files on it, which is in the machine from the next switch_on on.
make_stick() {
  local file
  truncate -s 1G "$work/stick.raw"
  bound=("$work:/work")
  in_root "$tools" mkfs.vfat -n STICK /work/stick.raw
  for file in "$@"; do
    bound=("$work:/work" "$(dirname "$(realpath "$file")"):/srv/stick")
    in_root "$tools" mcopy -i /work/stick.raw "/srv/stick/${file##*/}" ::
  done
  rmdir "$tools/srv/stick" 2>/dev/null || true
}

# switch_on [TIME]: power, with the machine's own clock at TIME (2020-01-01T00:00:00; default: right). The emulation is always in software: where
# /dev/kvm exists without working, QEMU would choose it and die.
switch_on() {
  read -r http_port ssh_port < <(free_ports)
  bound=("$work:/work")
  local proof plugged=()
  [ ! -e "$work/stick.raw" ] || plugged=(-drive if=none,id=s,format=raw,readonly=on,file=/work/stick.raw -device qemu-xhci -device usb-storage,drive=s,removable=on)
  proof=$(prove_within)
  rm -f "$work/monitor"
  # A group of its own, so that nothing of it survives the plug.
  set -m
  in_root "$tools" qemu-system-x86_64 -accel tcg,thread=multi,tb-size=512 -cpu max -machine q35 -smp 2 -m "$memory" -nodefaults -display none \
    -device virtio-vga -monitor unix:/work/monitor,server=on,wait=off \
    -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd -drive if=pflash,format=raw,file=/work/vars.fd \
    -drive if=none,id=d,format=raw,file=/work/disk.raw,cache=writeback -device virtio-blk-pci,drive=d \
    -netdev "user,id=n,restrict=on,hostfwd=tcp:127.0.0.1:$http_port-:80,hostfwd=tcp:127.0.0.1:$ssh_port-:22" \
    -device virtio-net-pci,netdev=n,romfile= -device virtio-rng-pci -device i6300esb -watchdog-action reset -rtc "base=${1-utc}" \
    -smbios "type=11,value=io.systemd.credential.binary:systemd.unit-dropin.moodbox.service~emulated=$(patience)" ${proof:+-smbios "$proof"} "${plugged[@]}" \
    -serial "file:/work/serial.log" </dev/null >>"$work/qemu.log" 2>&1 &
  machine=$!
  set +m
  at_exit pull_the_plug
}

# screen_to NAME: what the machine's screen shows, as $work/NAME.ppm and $work/NAME.png.
screen_to() {
  rm -f "$work/$1".{ppm,png}
  node -e 'const [at, name] = process.argv.slice(1);
    const monitor = require("node:net").connect(at, () => monitor.write(`screendump /work/${name}.ppm\nscreendump /work/${name}.png -f png\n`));
    monitor.resume();
    setTimeout(() => monitor.destroy(), 3000);' "$work/monitor" "$1"
  [ -s "$work/$1.ppm" ]
}

# The machine is gone at once: nothing in it is told.
pull_the_plug() {
  [ -n "$machine" ] || return 0
  kill -KILL -- "-$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  machine=
}

is_running() { kill -0 "$machine" 2>/dev/null; }
has_page() { curl -s -m 5 -o /dev/null -f "http://127.0.0.1:$http_port/healthz"; }

# until_true SECONDS COMMAND…: tries it until it succeeds. Fails after that time, or when the machine has died.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] && is_running || return 1
    sleep 1
  done
}

# in_box COMMAND: in the machine, as its root, for $within seconds at most.
within=900
in_box() {
  timeout "$within" ssh -q -i "$work/key" -p "$ssh_port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o ConnectTimeout=20 \
    root@127.0.0.1 "$1"
}

switch_off() {
  in_box 'systemctl poweroff' || true
  until_true 120 not_running || true
  pull_the_plug
}
not_running() { ! is_running; }
