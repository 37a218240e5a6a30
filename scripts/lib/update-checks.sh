# What an update does in the emulated machine: a good one stays, a bad one falls back. Sourced after image-checks.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work and image are filled by boot-test
# shellcheck disable=SC2329 # the checks are called by their names

# A bundle needs a disk's worth of bytes to travel: over SSH, into the folder that the daemon may write.
put_bundle() { in_box "cat >/data/state/update.raucb" <"$1"; }
install_bundle() { put_bundle "$1" && in_box 'moodbox update install /data/state/update.raucb; status=$?; rm /data/state/update.raucb; exit $status'; }

# The other slot's entry gets what boot-test added to the kernel's command line of this one.
test_options() {
  in_box 'card=/efi/loader/entries; added=$(sed -n "s/^options.* panic=10//p" $card/moodbox-a*.conf | head -n 1); sed -i "/^options/s#\$# ${added# quiet}#; s/ quiet//" $card/moodbox-b*.conf; sync'
}
runs_slot() { says 'sed -n "s/.*rauc.slot=\(.\).*/\1/p" /proc/cmdline' "^$1\$"; }
has_entry() { says 'ls /efi/loader/entries | xargs' "$1"; }
restarts() { in_box 'systemctl reboot' || true; sleep 5; starts; }

# good_update BUNDLE: one that scripts/build-bundle made.
good_update() {
  check 'a bundle that was changed is refused' refuses_changed "$1"
  check 'a good update goes into slot b' install_bundle "$1"
  check 'slot b starts next, with three tries' has_entry 'moodbox-b+3.conf'
  test_options
  check 'the machine starts again' restarts
  check 'slot b runs' runs_slot b
  check 'it is blessed when it has been well for a minute' until_true 600 has_entry 'moodbox-b.conf'
  check 'doctor says nothing against it' says 'cd /; runuser -u moodbox -- moodbox doctor --wait 240 | grep system' '^ok'
}

# bad_update BUNDLE: it is signed as well, and of an image whose daemon does not start.
bad_update() {
  check 'a bad update goes into slot a' install_bundle "$1"
  check 'slot a starts next, with three tries' has_entry 'moodbox-a+3.conf'
  in_box 'systemctl reboot' || true
  check 'after three tries slot b is back' until_true 4200 runs_slot b
  check 'and says why' says 'moodbox update status' 'last try.*slot a failed'
}
refuses_changed() {
  cp "$1" "$work/changed.raucb"
  printf 'X' | dd of="$work/changed.raucb" bs=1 seek=500000 conv=notrunc 2>/dev/null
  ! install_bundle "$work/changed.raucb"
}
