# The parts of an update: what is taken out of an image, and how it is signed. Sourced after steps.sh and root.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # work, image, key, cert, architecture and tools are filled by the caller; bound is for in_root

BUNDLE_TOOLS=(rauc squashfs-tools openssl mtools zstd)

# bundle_tools ARCHITECTURE: sets `tools`.
bundle_tools() {
  debian_root bundle-tools "$1" "${BUNDLE_TOOLS[@]}"
  tools=$root
}

# new_pair FOLDER: a key and its certificate, for twenty years. Whoever has the key can change every box that has the certificate.
new_pair() {
  mkdir -p "$1"
  [ ! -e "$1/update.key" ] || fail "$1/update.key is there already"
  (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7300 -subj '/CN=moodbox updates' \
    -keyout "$1/update.key" -out "$1/update.pem" 2>"$1/openssl.log") || { cat "$1/openssl.log" >&2; fail 'no key could be made'; }
  rm -f "$1/openssl.log"
  chmod 644 "$1/update.pem"
}

# What goes into the update, out of the very image that is flashed: the system byte for byte, kernel and initial system, and the entry for either slot.
take_apart() {
  local card
  mkdir -p "$work/content"
  unpack_image "$image" "$work/disk.raw"
  card=$(node scripts/image/slot.mjs "$work/disk.raw" "$work/content/system.img")
  bound=("$work:/work")
  in_root "$tools" mcopy -i "/work/disk.raw@@$card" ::a/vmlinuz ::a/initrd.img ::loader/entries/moodbox-a.conf /work/content/
  # A Raspberry Pi's kernel comes with the device trees of the boards.
  [ "$architecture" != arm64 ] || in_root "$tools" mcopy -i "/work/disk.raw@@$card" '::a/*.dtb' /work/content/
  rm -f "$work/disk.raw"
  sed -e '/^version /d' -e 's#/a/#/@SLOT@/#; s#root-a#root-@SLOT@#; s#rauc\.slot=a#rauc.slot=@SLOT@#' "$work/content/moodbox-a.conf" >"$work/content/entry.conf"
  rm "$work/content/moodbox-a.conf"
  install -m 755 scripts/image/bundle/hook "$work/content/hook"
}

# The version stands in the entry's title.
version_inside() { sed -n 's/^title moodbox //p' "$work/content/entry.conf"; }

write_manifest() {
  cat >"$work/content/manifest.raucm" <<TEXT
[update]
compatible=moodbox-$architecture
version=$1

[bundle]
format=verity

[hooks]
filename=hook

[image.system]
filename=system.img
hooks=post-install
TEXT
}

# sign NAME: the bundle in $work. Its own certificate must be enough to believe it.
sign() {
  bound=("$work:/work" "$(dirname "$(realpath "$key")"):/srv/key" "$(dirname "$(realpath "$cert")"):/srv/cert")
  in_root "$tools" rauc bundle --key="/srv/key/$(basename "$key")" --cert="/srv/cert/$(basename "$cert")" \
    --mksquashfs-args='-comp zstd -Xcompression-level 3 -processors 2' /work/content "/work/$1"
  in_root "$tools" rauc info --keyring="/srv/cert/$(basename "$cert")" "/work/$1"
  rmdir "$tools/srv/key" "$tools/srv/cert" 2>/dev/null || true
}
