# An image as a file to download: packed and unpacked. Sourced by the scripts that make images and by those that read them.
# shellcheck shell=bash

# compress FROM TO: programs that write cards read xz everywhere, and some of them nothing newer. What is inside is compressed already, so a higher level
# gains nothing. Blocks of a fixed size, so that the result does not depend on the number of cores.
compress() {
  case "$2" in
    *.xz) xz -1 -T+0 --block-size=24MiB -c "$1" >"$2" ;;
    *) zstd -q -f -9 -T0 "$1" -o "$2" ;;
  esac
}

# unpack_image IMAGE TO: the disk in it, whatever it is compressed with. Holes stay holes.
unpack_image() {
  case "$1" in
    *.xz) xz -d -c "$1" >"$2" ;;
    *.zst) zstd -q -d -f --sparse "$1" -o "$2" ;;
    *) cp --sparse=always "$1" "$2" ;;
  esac
}
