# A machine for arm64 in QEMU that starts as a Raspberry Pi does, and what is looked at in it. Sourced after emulated.sh, before image-checks.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # work and tools are filled by the caller, http_port and ssh_port by emulated.sh; bound is for in_root
# shellcheck disable=SC2329 # the checks are called by their names

# Emulated without hardware for it, a start takes minutes.
BOOTS_WITHIN=${MOODBOX_BOOTS_WITHIN:-1200}
# What the test adds to the kernel's words: where it writes, and more time than the system's own limits give a real machine.
PI_WORDS="console=ttyAMA0 systemd.mask=serial-getty@ttyAMA0.service modules_load=snd-aloop systemd.default_timeout_start_sec=900
  systemd.default_device_timeout_sec=900 systemd.set_credential_binary=systemd.unit-dropin.moodbox.service~emulated:$(patience)"

make_pi_disk() {
  unpack_image "$1" "$work/disk.raw"
  truncate -s 8G "$work/disk.raw"
}

# from_card FILE…: they are in $work afterwards.
from_card() {
  local file
  for file in "$@"; do on_card mcopy -n -o "::$file" "/work/$(basename "$file")"; done
}

# told FILE KEY: what a file of the firmware says; the last line counts.
told() { sed -n "s/^$2=//p" "$work/$1" | tail -n 1 | tr -d '\r'; }

# As the firmware does: takes what config.txt names (or tryboot.txt) from the folder of the slot.
load_by() {
  local prefix words
  from_card "$1"
  prefix=$(told "$1" os_prefix) words=$(told "$1" cmdline)
  from_card "$prefix$(told "$1" kernel)" "$prefix$(sed -n 's/^initramfs \([^ ]*\).*/\1/p' "$work/$1")" "$prefix$words"
  words=$(cat "$work/$(basename "$words")")
  say "$1 starts $prefix: $words"
  echo "${words/ quiet/}" $PI_WORDS >"$work/words"
}

# What the firmware of a Raspberry Pi 4 needs, and the kernel of each board.
has_firmware_files() {
  local file
  from_card config.txt start4.elf fixup4.dat a/cmdline.txt
  on_card mdir -b ::a
  for file in vmlinuz initrd.img bcm2711-rpi-4-b.dtb bcm2712-rpi-5-b.dtb; do on_card mdir -b "::a/$file" >/dev/null || { echo "a/$file is missing"; return 1; }; done
  grep -q '^root=PARTLABEL=root-a rauc.slot=a ' "$work/cmdline.txt" && [ "$(told config.txt os_prefix)" = a/ ]
}

# switch_on [FILE]: power; FILE is what the firmware reads (config.txt). The machine ends where a Raspberry Pi would start anew.
switch_on() {
  load_by "${1-config.txt}"
  read -r http_port ssh_port < <(free_ports)
  bound=("$work:/work")
  set -m
  in_root "$tools" qemu-system-aarch64 -accel tcg,thread=multi,tb-size=512 -cpu cortex-a72 -machine virt -smp 2 -m 2G -nodefaults -display none -no-reboot \
    -kernel /work/vmlinuz -initrd /work/initrd.img -append "$(cat "$work/words")" \
    -drive if=none,id=d,format=raw,file=/work/disk.raw,cache=writeback -device virtio-blk-pci,drive=d \
    -netdev "user,id=n,restrict=on,hostfwd=tcp:127.0.0.1:$http_port-:80,hostfwd=tcp:127.0.0.1:$ssh_port-:22" \
    -device virtio-net-pci,netdev=n,romfile= -device virtio-rng-pci \
    -serial "file:/work/serial.log" </dev/null >>"$work/qemu.log" 2>&1 &
  machine=$!
  set +m
  at_exit pull_the_plug
}

write_pi_settings() {
  ssh-keygen -q -t ed25519 -N '' -C test -f "$work/key"
  printf 'system:\n  hostname: test-box\n  ssh:\n    authorized_keys:\n      - %s\nmqtt:\n  id: test\nmood:\n  hold: 1s\n' "$(cat "$work/key.pub")" >"$work/moodbox.yaml"
  on_card mcopy -o /work/moodbox.yaml ::
}

run_pi_checks() {
  switch_on
  check 'the page answers, and the key on the card lets in' starts
  settled
  check 'no unit has failed' nothing_failed
  check 'it is a kernel and a system for arm64' says 'echo $(uname -mr) $(dpkg --print-architecture)' 'aarch64 arm64$'
  check 'the system is read-only' is_read_only
  check 'the second slot and the data were made' has_partitions
  check 'a twentieth of the data is reserved' has_reserve
  check 'the log is in memory' says 'journalctl --header | grep -m 1 "File path"' /run/log/journal
  check 'the name is the one on the card' says hostname '^test-box$'
  check 'the report names the address' until_true 300 says 'tr -d "\r" </efi/moodbox-report.txt | grep -e page: -e number | xargs' 'test-box.local.*10.0.2'
  check 'the watchdog is asked for no more than a Raspberry Pi counts to' says 'systemctl show -p RuntimeWatchdogUSec --value' '^14s$'
  check 'the firmware is told of slot a, and of no update' says 'ls /efi; tail -n 2 /efi/config.txt | xargs' 'os_prefix=a/ cmdline=cmdline.txt'
  check 'RAUC sees the slots through what the firmware is told' says 'rauc status --output-format=shell | grep -e BOOTED -e PRIMARY | xargs' 'BOOTED_BOOTNAME=a'
  play_clip
  check 'MQTT: the mood of the demo clip' hears_mood 'happy|surprise|sad|angry|neutral' 600
}

# until_true of emulated.sh gives up when the machine has died; here that is what is waited for.
until_gone() { local end=$((SECONDS + $1)); while is_running; do [ "$SECONDS" -lt "$end" ] || return 1; sleep 1; done; pull_the_plug; }
entries_are() { local names; names=$(on_card mdir -b ::loader/entries | sed 's#.*/##' | sort | xargs); echo "$names"; [ "$names" = "$1" ]; }

# try_pi_update BUNDLE: slot b gets it, is tried, and stays.
try_pi_update() {
  check 'a good update goes into slot b' install_bundle "$1"
  check 'page and command know that it waits' says 'moodbox update status' 'slot b .* starts next'
  in_box 'systemctl reboot' || true
  check 'a restart ends the machine' until_gone 600
  check 'one of three tries is used up' entries_are 'moodbox-a.conf moodbox-b+2-1.conf'
  switch_on tryboot.txt
  check 'the firmware starts slot b, and the page answers' starts
  check 'slot b runs, on trial' says 'cat /proc/cmdline' 'rauc.slot=b .*moodbox.try'
  check 'it has proved itself after a minute' until_true 900 says 'ls /efi/loader/entries | xargs' 'moodbox-b.conf'
  check 'the firmware starts slot b from now on' says 'ls /efi/tryboot.txt 2>/dev/null; tail -n 2 /efi/config.txt | xargs' '^os_prefix=b/ cmdline=cmdline.txt'
}
