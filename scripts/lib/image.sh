# The parts of an image: the tools that make it, the Debian in it, and how both become a disk. Sourced after steps.sh and root.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # root, release and mirror are filled by root.sh; updates, built and kiosk (-kiosk or empty) by build-image

# What makes disks and boots them.
IMAGE_TOOLS=(systemd-repart systemd-boot-efi erofs-utils dosfstools mtools e2fsprogs fdisk zstd qemu-system-x86 ovmf)
# Where Debian has them. Almost every Wi-Fi card wants firmware that is free to give away and has no source.
COMPONENTS='main non-free-firmware'
# Programs for drawing on a screen, which mpv brings along and sound does not need: 192 MB.
WITHOUT='libLLVM*.so* libgallium*.so* libz3.so*'
# Drivers of the kernel for what is in a data centre, in a laboratory or on a roof: television, clusters, sensors on a bus, and network cards for servers.
WITHOUT_DRIVERS='infiniband iio comedi target mtd media/dvb-frontends media/tuners media/pci net/ethernet/mellanox net/ethernet/chelsio net/ethernet/qlogic
  net/ethernet/cavium net/ethernet/netronome net/ethernet/sfc net/ethernet/emulex net/ethernet/brocade net/ethernet/huawei net/ethernet/pensando net/ethernet/cisco'
# What would write by itself, wait for a network, or start a second broker.
MASKED=(mosquitto.service systemd-networkd-wait-online.service systemd-firstboot.service apt-daily.timer apt-daily-upgrade.timer
  dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer getty@tty1.service ssh.socket sshd-keygen.service
  systemd-boot-update.service systemd-boot-random-seed.service systemd-bootctl.socket)
ENABLED=(systemd-networkd.service systemd-resolved.service systemd-timesyncd.service iwd.service avahi-daemon.service ssh.service shairport-sync.service
  moodbox-boot-settings.service moodbox-boot-report.service moodbox-hotspot.service moodbox-say-address.service moodbox-screen.service
  moodbox-try.service moodbox-healthy.service moodbox-update-status.service
  moodbox-update-install.path moodbox-update-restart.path moodbox-update-fetch.path moodbox-update-check.timer
  moodbox-factory-reset.service moodbox-boot-log.service moodbox-clock.service moodbox-clock-save.timer)

# image_tools ARCHITECTURE: sets `tools`.
image_tools() {
  case "$1" in
    arm64) pi_tools ;;
    *) debian_root image-tools "$1" "${IMAGE_TOOLS[@]}" ;;
  esac
  tools=$root
}

# image_packages ARCHITECTURE: the names in scripts/image/packages.
image_packages() { sed -n "s/^$1: //p; ${kiosk:+s/^kiosk: //p;} /^#/d; /: /d; p" scripts/image/packages | sort -u; }

# image_base ARCHITECTURE: sets `base` to a Debian 13 with the packages of the image, as it is before moodbox comes in. It is made anew every day:
# security updates reach a box with the image and in no other way.
image_base() {
  local packages roots=$MOODBOX_CACHE/roots today
  today=$(date -u +%F)
  packages=$(image_packages "$1" | paste -sd ,)
  base=$roots/image-base${kiosk-}-$1-$(sha256sum <<<"$(image_sources "$1") $packages" | cut -c 1-12)
  if [ "$(cat "$base.day" 2>/dev/null)" = "$today" ] && [ -e "$base/etc/debian_version" ]; then return; fi
  mkdir -p "$roots"
  clear_roots "$roots/image-base${kiosk-}-$1"-*
  step base "installing a Debian 13 with $(image_packages "$1" | wc -l) packages and what they need" base_root "$1" "$packages" ||
    fail 'the Debian of the image could not be installed'
  mv "$base.new" "$base"
  echo "$today" >"$base.day"
}

# image_sources ARCHITECTURE: where the packages come from.
image_sources() {
  local security=${MOODBOX_SECURITY_MIRROR:-http://deb.debian.org/debian-security}
  printf 'deb %s %s %s\n' "$mirror" "$release" "$COMPONENTS" "$security" "$release-security" "$COMPONENTS"
  [ "$1" != arm64 ] || echo "deb $mirror $release-backports main"
}

# The module of the read-only file system is in the initial system from the start, so that this is built once.
base_root() {
  apart "${foreign[@]}" mmdebstrap --mode=root --variant=minbase --architectures="$1" ${foreign:+--skip=check/qemu} --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' --dpkgopt='path-include=/usr/share/doc/moodbox/*' \
    --essential-hook='mkdir -p "$1/usr/share/initramfs-tools/modules.d" && echo erofs >"$1/usr/share/initramfs-tools/modules.d/moodbox"' \
    --include="$2" "$release" "$base.new" - <<<"$(image_sources "$1")"
}

# The system of the image, in $work/system.
assemble() {
  local system=$work/system
  cp -a --reflink=auto "$base" "$system"
  mkdir -p "$work/deb"
  cp "$deb" "$work/deb/moodbox.deb"
  add_users "$system"
  bound=("$work/deb:/srv/deb")
  rm -f "$system/etc/resolv.conf"
  cp -L /etc/resolv.conf "$system/etc/resolv.conf"
  # All that it depends on is there already, as a rule.
  in_root "$system" SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" sh -ec 'get="apt-get -q -y -o APT::Install-Recommends=false"
    $get install /srv/deb/moodbox.deb || { $get update; $get install /srv/deb/moodbox.deb; }'
  rmdir "$system/srv/deb"
  rm -f "$system"/etc/{hostname,hosts,resolv.conf,machine-id,localtime} "$system"/etc/ssh/ssh_host_* "$system/var/lib/dbus/machine-id"
  # With the time of now, which becomes that of the commit; a checkout's own would differ.
  cp -a --no-preserve=ownership,timestamps scripts/image/root/. "$system/"
  if [ -n "${kiosk-}" ]; then cp -a --no-preserve=ownership,timestamps scripts/image/kiosk/. "$system/"; fi
  # Guests by AirPlay, as anybody else sets them up.
  install -m 644 deploy/guests/shairport-sync.conf "$system/etc/shairport-sync.conf"
  install -m 644 deploy/guests/shairport-sync.service.d.conf "$system/etc/systemd/system/shairport-sync.service.d/guests.conf"
  install -m 755 deploy/guests/dismiss "$system/usr/lib/moodbox-image/end-guest"
  touch "$system/etc/machine-id"
  link_to_data "$system"
  add_updates "$system"
  bound=()
  in_root "$system" systemctl --quiet enable "${ENABLED[@]}" ${kiosk:+seatd.service moodbox-kiosk.service}
  if [ "$architecture" = arm64 ]; then pi_system "$system"; fi
  in_root "$system" systemctl --quiet mask "${MASKED[@]}"
  in_root "$system" dpkg-query -W -f='${Package}\t${Version}\t${Architecture}\n' >"$work/packages.tsv"
  fill_card "$system"
  prune "$system"
  [ "$architecture" = arm64 ] || prune_hardware "$system"
}

# What says which updates this system takes. The version has the day in it, because Debian's packages change without moodbox.
add_updates() {
  sed -i "s/@ARCHITECTURE@/$architecture/" "$1/etc/rauc/system.conf"
  printf 'IMAGE_ID=moodbox\nIMAGE_VERSION=%s\n' "$version.$built" >>"$1/usr/lib/os-release"
  [ -z "$updates" ] || install -m 644 "$updates" "$1/etc/rauc/keyring.pem"
}

# Their numbers must be the same in every image: the data partition outlives it.
add_users() {
  local user number=880
  for user in moodbox moodbox-ytdlp moodbox-hotspot ${kiosk:+moodbox-kiosk}; do
    in_root "$1" SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" groupadd --system --gid "$number" "$user"
    in_root "$1" SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" useradd --system --uid "$number" --gid "$number" --home-dir "/var/lib/$user" --shell /usr/sbin/nologin "$user"
    number=$((number + 1))
  done
}

# What the settings on the card decide stands on the data partition.
link_to_data() {
  mkdir -p "$1/data" "$1/efi" "$1/etc/iwd"
  ln -sfn /data/system/localtime "$1/etc/localtime"
  ln -sfn /data/system/iwd.conf "$1/etc/iwd/main.conf"
  ln -sfn ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"
}

# The FAT partition.
fill_card() {
  local card=$1/.esp
  mkdir -p "$card/EFI/BOOT" "$card/a" "$card/docs"
  cp -a --no-preserve=ownership scripts/image/esp/. "$card/"
  case "$architecture" in
    arm64) pi_card "$1" "$card" ;;
    *) cp "$tools/usr/lib/systemd/boot/efi/systemd-bootx64.efi" "$card/EFI/BOOT/BOOTX64.EFI" ;;
  esac
  cp "$(echo "$1"/boot/vmlinuz-*)" "$card/a/vmlinuz"
  cp "$(echo "$1"/boot/initrd.img-*)" "$card/a/initrd.img"
  cp config/moodbox.example.yaml "$card/docs/"
  sed -i "s/@VERSION@/$version.$built/" "$card/loader/entries/moodbox-a.conf"
  find "$card" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

prune() {
  local pattern
  # A browser draws with them.
  if [ -z "${kiosk-}" ]; then for pattern in $WITHOUT; do find "$1/usr/lib" -name "$pattern" -delete; done; fi
  # Maps of the earth come with a library that OpenCV links, and programs for building with Node.
  rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/var/log/* "$1"/tmp/* "$1"/usr/share/{gtk-doc,lintian,bug,proj,gdal} "$1"/usr/share/nodejs/{corepack,@types}
  # The box speaks four languages of the hundred.
  find "$1"/usr/lib/*/espeak-ng-data -name '*_dict' ! -name 'en_*' ! -name 'de_*' ! -name 'fr_*' ! -name 'es_*' -delete
}

# Of drivers and of their firmware, what a mini-PC can use. (A Raspberry Pi has few of either, and its board's name is in the files' names.)
prune_hardware() {
  local kernel driver
  kernel=$(echo "$1"/usr/lib/modules/*)
  for driver in $WITHOUT_DRIVERS; do rm -rf "$kernel/kernel/drivers/$driver"; done
  in_root "$1" depmod "${kernel##*/}"
  in_root "$1" sh -c 'find /usr/lib/modules/*/kernel/drivers/net /usr/lib/modules/*/kernel/drivers/gpu -name "*.ko*" -exec modinfo -F firmware {} +' | sort -u |
    node scripts/image/firmware.mjs "$1/usr/lib/firmware"
}

# A disk in a file, without a loop device and without mounting anything. The same input gives the same identities.
make_disk() {
  cp -a scripts/image/disk "$work/definitions"
  local foreign=()
  bound=("$work:/work")
  in_root "$tools" SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" systemd-repart --offline=yes --dry-run=no --empty=create --size=auto \
    --architecture="${architecture/amd64/x86-64}" \
    --definitions=/work/definitions --root=/work/system --seed="$(uuid_of "$name")" /work/disk.raw
}

# A UUID made from a name.
uuid_of() { sha256sum <<<"$1" | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-4\3-8\4-\5/'; }
