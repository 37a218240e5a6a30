# What an update does in the emulated machine: a changed one is refused, a good one stays, a bad one falls back. Sourced after image-checks.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work and image are filled by boot-test
# shellcheck disable=SC2329 # the checks are called by their names

# A bundle needs a disk's worth of bytes to travel: over SSH, into the folder that the daemon may write.
put_bundle() { in_box "cat >/data/state/update.raucb" <"$1"; }
install_bundle() { in_box 'moodbox update install /data/state/update.raucb 2>&1; status=$?; rm -f /data/state/update.raucb; exit $status'; }
put_and_install() { put_bundle "$1" && install_bundle; }

# test_options SLOT: the entry of a slot that was written by an update gets what boot-test added to the kernel's command line at the first start.
test_options() {
  in_box "cd /efi/loader/entries && sed -i '/^options/s#\$# $TEST_OPTIONS#; s/ quiet//' moodbox-$1*.conf && sync && grep -c ttyS0 moodbox-$1*.conf"
}
runs_slot() { says 'sed -n "s/.*rauc.slot=\(.\).*/\1/p" /proc/cmdline' "^$1\$"; }
has_entry() { says 'ls /efi/loader/entries | xargs' "$1"; }

# another_boot SECONDS BEFORE: waits until the machine has started again, so that what is asked next is not answered by the system that ends.
another_boot() { until_true "$1" is_another_boot "$2"; }
restarts() {
  local before
  before=$(boot_id)
  in_box 'moodbox update restart' || true
  another_boot "$BOOTS_WITHIN" "$before" && starts
}

# What the daemon tells the page of it, asked as somebody at the machine itself.
page_says() {
  says "node -e 'fetch(\"http://127.0.0.1/api/update\").then((answer) => answer.text()).then(console.log)'" "$1"
}
doctor_says() { says 'cd /; runuser -u moodbox -- moodbox doctor --wait 240 | grep " system "' "$1"; }

# good_update BUNDLE: one that scripts/build-bundle made.
good_update() {
  local version=${1##*/moodbox-}
  put_bundle "$1"
  check 'a bundle that was changed inside is refused' refuses_changed 5000000 'the file is damaged'
  put_bundle "$1"
  check 'a bundle whose signature was changed is refused' refuses_changed "$(($(stat -c %s "$1") - 400))" 'signature|[Vv]erif|CMS|asn1'
  check 'nothing of them starts next' says 'ls /efi/loader/entries | xargs; moodbox update status' '^slot a .*good, runs$'
  check 'a good update goes into slot b' put_and_install "$1"
  check 'slot b starts next, with three tries' has_entry 'moodbox-b+3.conf'
  check 'the page says so' page_says '"next":"b"'
  check 'its entry starts as this machine needs it' test_options b
  check 'the machine starts again' restarts
  check 'slot b runs' runs_slot b
  check 'meanwhile its tries are counted' has_entry 'moodbox-b+2-1.conf'
  check 'it is blessed when it has been well for a minute' until_true 900 has_entry 'moodbox-b.conf'
  settled
  check 'no unit has failed' nothing_failed
  check 'the page says which version runs' page_says "\"running\":\"b\".*${version%-*}"
  check 'doctor says nothing against it' doctor_says '^ok'
}

# stick_update BUNDLE: on a stick beside a file that nobody has signed, in a machine that is off.
stick_update() {
  local version=${1##*/moodbox-}
  printf 'not signed' >"$work/moodbox-99.raucb"
  make_stick "$1" "$work/moodbox-99.raucb"
  switch_on
  check 'with a stick in it the page answers' starts
  check 'the page offers the update that is on the stick' until_true 600 page_says "\"brought\":{\"version\":\"${version%-*}\""
  check 'the stick is not mounted any more' says 'findmnt -rno TARGET | grep -c moodbox-stick || true' '^0$'
  settled
  check 'no unit has failed' nothing_failed
  check 'a press on the page installs it' presses_install
  check 'it goes into the slot that does not run, and starts next' until_true 900 says 'moodbox update status' 'starts next'
  rm "$work/stick.raw"
}
presses_install() {
  in_box "node -e 'fetch(\"http://127.0.0.1/api/update/install\", { method: \"POST\", headers: { \"content-type\": \"application/json\" }, body: JSON.stringify({ from: \"file\" }) }).then(async (answer) => { console.log(answer.status, await answer.text()); process.exit(answer.ok ? 0 : 1); })'"
}

# bad_update BUNDLE: it is signed as well, and of an image whose daemon does not start. What runs before runs again afterwards.
bad_update() {
  local before n here there=b
  here=$(in_box 'sed -n "s/.*rauc.slot=\(.\).*/\1/p" /proc/cmdline')
  [ "$here" = a ] || there=a
  check "a bad update goes into slot $there" put_and_install "$1"
  check "slot $there starts next, with three tries" has_entry "moodbox-$there+3.conf"
  check 'its entry starts as this machine needs it' test_options "$there"
  for ((n = 1; n <= 3; n++)); do
    before=$(boot_id)
    [ "$n" -gt 1 ] || in_box 'moodbox update restart' || true
    check "try $n is one of slot $there" tries "$there" "$before" "$((3 - n))-$n"
  done
  before=$(boot_id)
  check 'after three tries the machine starts again' another_boot "$TRIED_WITHIN" "$before"
  check "slot $here is back" starts
  check "it is slot $here" runs_slot "$here"
  settled
  check 'no unit has failed' nothing_failed
  check 'moodbox update status says why' says 'moodbox update status' "last try.*slot $there failed: ."
  check 'the page says why' page_says '"lastTry":{[^}]*"outcome":"failed"[^}]*"why":".'
  check 'doctor says why' doctor_says "^warn.*slot $there"
  check 'the last lines of its log are kept' says 'grep -c . /data/update/try.log; grep moodbox /data/update/try.log | tail -n 1' 'moodbox'
}
# tries SLOT BEFORE COUNTED: the machine is known to run the slot by its command line: nothing but SSH answers in it.
tries() { another_boot "$TRIED_WITHIN" "$2" && runs_slot "$1" && has_entry "moodbox-$1+$3.conf"; }

# refuses_changed WHERE WORDS: four bytes of the bundle in the machine are changed there, and installing it fails with words like these.
refuses_changed() {
  local told status=0
  in_box "printf ZZZZ | dd of=/data/state/update.raucb bs=1 seek=$1 conv=notrunc status=none"
  told=$(install_bundle) || status=$?
  echo "$told"
  [ "$status" -eq 1 ] && grep -q -E "$2" <<<"$told"
}
