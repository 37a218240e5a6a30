# What is tried in the booted machine. Sourced by scripts/try-package, after checks.sh.
# shellcheck shell=bash

apt() { inside apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" </dev/null; }
value() { inside systemctl show --value -p "$2" "$1"; }
main_pid() { value moodbox.service MainPID; }
is_active() { [ "$(value "$1" ActiveState)" = active ]; }
answers() { inside curl -s -o /dev/null http://127.0.0.1:8080/; }
is_well() { [ "$(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/healthz)" = 200 ]; }
in_journal() { inside journalctl -q -u "$1" --no-pager | grep -c -- "$2"; }
is_gone() { local path; for path in "$@"; do if inside test -e "$path"; then echo "$path is still there"; return 1; fi; done; }
# as USER COMMAND…
as() { local user=$1; shift; inside runuser -u "$user" -- "$@"; }
# in_service COMMAND…: sees the files as the daemon does, but as root.
in_service() { inside nsenter --target "$(main_pid)" --mount -- "$@"; }
# restarted COMMAND…: the daemon's process is another after it, and ready.
restarted() {
  local before
  before=$(main_pid)
  "$@" || return
  until_true 180 is_another "$before"
}
is_another() { local now; now=$(main_pid); [ "$now" != 0 ] && [ "$now" != "$1" ] && is_active moodbox.service; }
drop_in() { inside sh -c 'mkdir -p /etc/systemd/system/moodbox.service.d && cat >/etc/systemd/system/moodbox.service.d/$1.conf && systemctl daemon-reload' sh "$1"; }

installs() {
  apt install /srv/packages/moodbox.deb || return
  until_true 180 answers
}
starts() { until_true 180 is_active moodbox.service && [ "$(value moodbox.service NRestarts)" = 0 ]; }
asks_for_a_pin() {
  inside ss -Hltn 'sport = :8080' 2>/dev/null || true
  [ "$(inside curl -s -o /dev/null -w '%{http_code}' -H 'host: 127.0.0.1:8080' http://127.0.0.1:8080/healthz)" != 000 ] &&
    as moodbox moodbox pin | grep -E '[0-9]{4} ?[0-9]{4}'
}
keeps_its_files() {
  [ "$(inside stat -c '%U:%G %a' /etc/moodbox/moodbox.yaml)" = 'root:moodbox 640' ] &&
    [ "$(inside stat -c '%U:%G %a' /var/lib/moodbox-ytdlp)" = 'moodbox-ytdlp:moodbox 2755' ] &&
    inside id moodbox | grep audio | grep video && inside dpkg -V moodbox
}
leaves_mosquitto_off() {
  ! is_active mosquitto.service && [ "$(inside systemctl is-enabled mosquitto.service || true)" = disabled ] && is_gone /run/systemd/system/mosquitto.service
}

configure() {
  inside sh -c 'cat >>/etc/moodbox/moodbox.yaml' <<'YAML'
camera:
  source: /srv/clip.mp4
player:
  output: 'null'
mqtt:
  id: booted
  username: moodbox
YAML
  inside sh -c 'echo s3cret-of-the-broker >/etc/moodbox/mqtt-password && chmod 600 /etc/moodbox/mqtt-password'
  inside install -D -m 644 /usr/share/doc/moodbox/examples/mqtt-password.conf /etc/systemd/system/moodbox.service.d/mqtt-password.conf
  inside systemctl daemon-reload
  restarted inside systemctl restart moodbox.service && until_true 180 is_well
}
mood_is_told() {
  inside mosquitto_sub -h 127.0.0.1 -u moodbox -P s3cret-of-the-broker -t moodbox/booted/mood -C 1 -W 10 |
    grep -E '^(happy|neutral|surprise|sad|angry|fear|disgust)$'
}
tells_the_mood() { until_true 180 mood_is_told; }
# Music can fail for what only the real unit forbids.
plays_music() { until_true 180 is_playing && ! in_journal moodbox.service player.died; }
is_playing() { inside curl -s http://127.0.0.1:8080/api/report | grep -o '"playback":{"kind":"playing","track":{"title":"[^"]*"'; }
hides_the_credential() {
  in_service cat /run/credentials/moodbox.service/mqtt-password | grep -c s3cret &&
    ! inside sh -c "tr '\\0' '\\n' </proc/$(main_pid)/environ" | grep s3cret &&
    ! as nobody cat /etc/moodbox/mqtt-password
}

is_killed_by_the_watchdog() {
  printf '[Service]\nWatchdogSec=8\nTimeoutAbortSec=5\n' | drop_in watchdog
  restarted inside systemctl restart moodbox.service && restarted inside sh -c "kill -STOP $(main_pid)" && in_journal moodbox.service 'Watchdog timeout'
}
survives_a_crash() { restarted inside sh -c "kill -KILL $(main_pid)"; }

cannot_gain_anything() {
  local status
  status=$(inside cat "/proc/$(main_pid)/status")
  grep -E '^(NoNewPrivs|Seccomp|CapEff|CapBnd):' <<<"$status"
  grep -qE '^NoNewPrivs:\s+1$' <<<"$status" && grep -qE '^Seccomp:\s+2$' <<<"$status" &&
    grep -qE '^CapEff:\s+0+$' <<<"$status" && grep -qE '^CapBnd:\s+0+$' <<<"$status"
}
# As the daemon's user, and in the daemon's view of the disk.
as_service() { in_service setpriv --reuid moodbox --regid moodbox --init-groups "$@"; }
cannot_write_elsewhere() {
  local path
  for path in /usr/lib/moodbox /etc/moodbox /var/lib/moodbox-ytdlp /srv; do
    if as_service touch "$path/.tried"; then echo "$path can be written to"; return 1; fi
  done
  as_service touch /var/lib/moodbox/.tried && as_service rm /var/lib/moodbox/.tried && ! as_service ls /root/.
}
is_rated_well() { inside systemd-analyze security --no-pager --threshold=15 "$1" | tail -n 1; }

ask_ytdlp() {
  as "$1" node -e "
    const socket = require('node:net').connect(process.argv[1], () => socket.write(JSON.stringify({ request: { kind: 'version' }, limit: 60000, network: {} }) + '\n'));
    socket.on('data', (text) => process.stdout.write(text)).on('error', (err) => { console.error(err.code); process.exitCode = 1; });
  " /run/moodbox-youtube.socket
}
has_ytdlp_answer_apart() { ask_ytdlp moodbox | tee /dev/stderr | grep -cE '"code":0,"stdout":"20[0-9]{2}\.' && ! ask_ytdlp nobody; }
freshens_daily() { [ -n "$(value moodbox-ytdlp.timer NextElapseUSecRealtime)" ]; }
freshens_when_asked() {
  local before
  until_true 120 is_idle moodbox-ytdlp.service
  before=$(value moodbox-ytdlp.service InvocationID)
  as moodbox sh -c 'mkdir -p /var/lib/moodbox/ytdlp && date >/var/lib/moodbox/ytdlp/wanted'
  until_true 60 has_run_again moodbox-ytdlp.service "$before"
}
is_idle() { case $(value "$1" ActiveState) in activating) [ "$(value "$1" SubState)" = auto-restart ] ;; *) true ;; esac; }
has_run_again() { [ "$(value "$1" InvocationID)" != "$2" ]; }

moods_kept() { as moodbox moodbox history --json | wc -l; }
# goes_to FILE VERSION: installs it over the present one; configuration and history stay.
goes_to() {
  local before sum
  inside systemctl stop moodbox.service
  before=$(moods_kept)
  sum=$(inside sha256sum /etc/moodbox/moodbox.yaml)
  inside systemctl start moodbox.service
  restarted apt install --allow-downgrades "/srv/packages/$1" || return
  [ "$(inside dpkg-query -W -f '${Version}' moodbox)" = "$2" ] && [ "$before" -gt 0 ] && [ "$(moods_kept)" -ge "$before" ] &&
    [ "$(inside sha256sum /etc/moodbox/moodbox.yaml)" = "$sum" ] && until_true 180 is_well
}
rolls_back() { goes_to moodbox-before.deb '0.0.1~before'; }
upgrades() { goes_to moodbox.deb "$version"; }

is_removed() {
  apt remove moodbox || return
  ! is_active moodbox.service && is_gone /usr/lib/moodbox/bin /usr/bin/moodbox /usr/lib/systemd/system/moodbox.service &&
    inside test -e /var/lib/moodbox/history.db -a -e /etc/moodbox/moodbox.yaml
}
comes_back() { apt install /srv/packages/moodbox.deb && until_true 180 is_well && [ "$(moods_kept)" -gt 0 ]; }
is_purged() { apt purge moodbox && nothing_is_left; }
nothing_is_left() {
  is_gone /etc/moodbox /var/lib/moodbox /var/lib/moodbox-ytdlp /var/cache/moodbox /usr/lib/moodbox /etc/systemd/system/multi-user.target.wants/moodbox.service
}

# The state may be a disk of its own: it is emptied, and stays where it is.
is_purged_with_a_mount() {
  inside mount --bind /var/lib/moodbox /var/lib/moodbox || return
  apt purge moodbox || return
  inside umount /var/lib/moodbox && inside rmdir /var/lib/moodbox && nothing_is_left
}

# An installation as scripts/install-service leaves it: its places, its units, a configuration and a mapping of one's own.
install_by_script() {
  inside sh -ec '
    dpkg-deb -x /srv/packages/moodbox.deb /srv/unpacked
    mv /srv/unpacked/usr/lib/moodbox /opt/moodbox
    mkdir -p /opt/moodbox.previous /etc/moodbox /etc/sysusers.d /etc/tmpfiles.d /usr/local/bin
    for unit in /srv/unpacked/usr/lib/systemd/system/moodbox*; do
      sed -e "s#/usr/lib/moodbox/#/opt/moodbox/#g" "$unit" >"/etc/systemd/system/${unit##*/}"
    done
    cp /srv/unpacked/usr/lib/sysusers.d/moodbox.conf /etc/sysusers.d/
    cp /srv/unpacked/usr/lib/tmpfiles.d/moodbox.conf /etc/tmpfiles.d/
    cp /opt/moodbox/config/music.example.yaml /opt/moodbox/config/music.yaml
    systemd-sysusers moodbox.conf
    systemd-tmpfiles --create moodbox.conf
    printf "state:\n  dir: /var/lib/moodbox\ncamera:\n  source: /srv/clip.mp4\nplayer:\n  output: \"null\"\nmusic:\n  mapping: /opt/moodbox/config/music.yaml\n" >/etc/moodbox/moodbox.yaml
    chown root:moodbox /etc/moodbox/moodbox.yaml
    chmod 640 /etc/moodbox/moodbox.yaml
    ln -sfn /opt/moodbox/bin/moodbox /usr/local/bin/moodbox
    # A purge leaves drop-ins to whoever wrote them, and this one names a password that is gone.
    rm -rf /etc/systemd/system/moodbox.service.d
    systemctl daemon-reload
    systemctl enable --now moodbox-youtube.socket moodbox-ytdlp.timer moodbox-ytdlp.path moodbox.service'
  until_true 180 is_well
}
takes_over() {
  local sum before
  sum=$(inside sha256sum /etc/moodbox/moodbox.yaml)
  before=$(moods_kept)
  restarted apt install /srv/packages/moodbox.deb || return
  [ "$(inside sha256sum /etc/moodbox/moodbox.yaml)" = "$sum" ] && [ "$(value moodbox.service FragmentPath)" = /usr/lib/systemd/system/moodbox.service ] &&
    is_gone /opt/moodbox/bin /opt/moodbox.previous /usr/local/bin/moodbox /etc/systemd/system/moodbox.service &&
    inside test -e /opt/moodbox/config/music.yaml && [ "$(moods_kept)" -ge "$before" ] && until_true 180 is_well
}
nothing_failed() { [ -z "$(inside systemctl --failed --plain --no-legend | grep -v moodbox-ytdlp.service | tee /dev/stderr)" ]; }

run_checks() {
  version=$(dpkg-deb -f "$deb" Version)
  check 'a clean Debian 13 installs the package, and the page answers' installs
  check 'the daemon says READY to systemd, at the first try' starts
  check 'the page is open to the house, and asks for a PIN first' asks_for_a_pin
  check 'configuration, users and folders belong to whom they should' keeps_its_files
  check "Debian's own broker, which came along, stays off" leaves_mosquitto_off
  check 'with a clip as its camera and a password from a credential it is well' configure
  check 'the mood of the clip arrives on MQTT, signed in with that password' tells_the_mood
  check 'music plays, by the players that were started first' plays_music
  check 'nobody else sees the password' hides_the_credential
  check 'a daemon that hangs is ended by the watchdog, and comes back' is_killed_by_the_watchdog
  check 'a daemon that is killed comes back' survives_a_crash
  check 'the daemon has no privileges and can gain none' cannot_gain_anything
  check 'it writes to its own folders only, and sees no home' cannot_write_elsewhere
  check 'systemd rates the unit 1.5 of 10 or better' is_rated_well moodbox.service
  check 'yt-dlp answers in a unit of its own, and the daemon alone may ask' has_ytdlp_answer_apart
  check 'yt-dlp is freshened daily' freshens_daily
  check 'and when the daemon asks for it' freshens_when_asked
  check 'the version before goes over it (rollback): settings and history stay' rolls_back
  check 'an upgrade goes over that: settings and history stay' upgrades
  check 'no unit has failed' nothing_failed
  check 'removal leaves configuration and history' is_removed
  check 'installed again, it is as before' comes_back
  check 'purged, nothing is left' is_purged
  check 'an installation by scripts/install-service runs' install_by_script
  check 'the package takes it over: configuration, mapping and history stay' takes_over
  check 'purged, nothing is left, where the state is a mount of its own' is_purged_with_a_mount
}
