# What the image for a Raspberry Pi has in place of UEFI: the Pi's own firmware, which reads config.txt from the FAT partition. Sourced by the
# scripts that source image.sh, before it.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # tools and architecture are filled by the caller; variant and components are for root.sh

# They run on this machine, whatever it is.
PI_TOOLS=(systemd-repart erofs-utils dosfstools mtools e2fsprogs fdisk zstd raspi-firmware qemu-system-arm)
PI_ENABLED=(moodbox-pi-firmware.service moodbox-pi-restart.service)
# The boards that the image is for, by their device trees, and the firmware that a Raspberry Pi 4 loads from the card. A Pi 5 has its own on the board, and
# looks for the tree of its newer processor under a name (after the colon) that the kernel does not use.
PI_TREES='bcm2711-rpi-4-b bcm2711-rpi-400 bcm2711-rpi-cm4-io bcm2712-rpi-5-b bcm2712-d-rpi-5-b:bcm2712d0-rpi-5-b'
PI_FIRMWARE='start4.elf fixup4.dat'

pi_tools() { components=${COMPONENTS// /,} debian_root image-tools-pi "$(dpkg --print-architecture)" "${PI_TOOLS[@]}"; }

# pi_system SYSTEM: what a Raspberry Pi has in it besides. RAUC asks what knows the Pi's firmware.
pi_system() {
  cp -a --no-preserve=ownership,timestamps scripts/image/pi/root/. "$1/"
  in_root "$1" systemctl --quiet enable "${PI_ENABLED[@]}"
  sed -i 's#/moodbox-update/boot-entries$#/moodbox-update/pi-entries#' "$1/etc/rauc/system.conf"
}

# pi_card SYSTEM CARD: the firmware, and for slot a what its entry says, in the firmware's own words. What of the kernel is on the card is not in the system.
pi_card() {
  local tree file kernel
  kernel=$(echo "$1"/usr/lib/modules/*)
  rmdir "$2/EFI/BOOT" "$2/EFI"
  rm "$2/loader/loader.conf"
  cp -a --no-preserve=ownership scripts/image/pi/esp/. "$2/"
  for file in $PI_FIRMWARE; do cp "$tools/usr/lib/raspi-firmware/$file" "$2/"; done
  cp "$tools/usr/share/doc/raspi-firmware/copyright" "$2/docs/raspi-firmware-licence.txt"
  dpkg-query --admindir="$tools/var/lib/dpkg" -W -f='${Package}\t${Version}\t${Architecture}\n' raspi-firmware >>"$work/packages.tsv"
  for tree in $PI_TREES; do cp "$kernel/dtb/broadcom/${tree%:*}.dtb" "$2/a/${tree#*:}.dtb"; done
  [ -e "$1/boot/vmlinuz-${kernel##*/}" ] || cp "$kernel/vmlinuz" "$1/boot/vmlinuz-${kernel##*/}"
  rm -rf "$kernel/dtb" "$kernel/vmlinuz"
  MOODBOX_CARD=$2 "$1/usr/lib/moodbox-update/pi-firmware"
}
