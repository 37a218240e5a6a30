# Debian packages: which are missing, and how they get in. Sourced after steps.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for those who source this

# What building takes, and what the daemon runs with.
BUILDING=(ca-certificates build-essential python3 pkg-config libopencv-objdetect-dev libopencv-imgcodecs-dev libopencv-videoio-dev libsqlite3-dev ccache)
NEEDED=(mpv yt-dlp mosquitto ffmpeg util-linux gpgv)
# What comes along where Debian has it and something is installed anyway: yt-dlp runs YouTube's JavaScript with the first, and moodbox composes
# music with the others.
WELCOME=(quickjs fluidsynth musescore-general-soundfont-small)
# What the tests run besides.
TESTED=(aubio-tools supysonic python3-waitress mosquitto-clients snapserver snapclient pulseaudio pulseaudio-utils pulseaudio-module-raop shairport-sync avahi-daemon dbus-bin chromium fonts-dejavu-core openssl iproute2 procps git shellcheck systemd gnupg mmdebstrap espeak-ng nftables)

# Present as a package, or as a program of that name from elsewhere.
present() { [[ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" == ?i* ]] || command -v "$1" >/dev/null; }

node_major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }
node_headers() { echo "$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include/node/node.h"; }

# The packages that Node still needs, one a line. Debian's own Node keeps its headers in a package of their own.
node_packages() {
  if [ "$(node_major)" -eq 0 ]; then
    printf '%s\n' nodejs libnode-dev
    return
  fi
  [ -f "$(node_headers)" ] || echo libnode-dev
}

# missing PACKAGE…: those of them that are not here, and Node's.
missing() {
  local package
  for package in "$@"; do present "$package" || echo "$package"; done
  node_packages
}

NODE_ADVICE="moodbox needs Node 20 or newer. Debian 13 brings it; on Debian 12 install it first, for instance from
  https://github.com/nodesource/distributions (Node 22), and run this again"

check_machine() {
  case "$(uname -m)" in
    x86_64 | aarch64) ;;
    *) fail "this machine is $(uname -m); moodbox runs on x86-64 and on 64-bit ARM (on a Raspberry Pi: the 64-bit system)" ;;
  esac
  command -v dpkg-query >/dev/null || fail 'this is not Debian: moodbox installs itself on Debian 12 and 13 and on Raspberry Pi OS'
  local major
  major=$(node_major)
  if [ "$major" -gt 0 ] && [ "$major" -lt 20 ]; then fail "this is Node $major, and $NODE_ADVICE"; fi
}

# become_root WHY…: fills `as_root`, which goes before every command that needs root: nothing for root, sudo for others. sudo asks
# for a password here, in the foreground, and only where it must.
as_root=()
become_root() {
  [ "$(id -u)" -ne 0 ] || return 0
  command -v sudo >/dev/null || fail "needs root or sudo to $*"
  if ! sudo -n true 2>/dev/null; then
    [ -t 0 ] || fail "needs root to $*; sudo wants a password, and there is no terminal to ask at"
    say "sudo wants your password to $*"
    sudo -v || fail 'not without sudo'
  fi
  as_root=(sudo -n)
}

apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confold "$@"
}

# install_packages PACKAGE…: asks Debian for those that are missing, and for nothing where none is.
install_packages() {
  local absent
  mapfile -t absent < <(missing "$@")
  [ ${#absent[@]} -gt 0 ] || return 0
  find_packages
  local progress=packages_done
  step packages "installing ${#absent[@]} Debian packages: ${absent[*]}" apt_get install --no-install-recommends "${absent[@]}" || packages_failed
  let_go_of_services
  hash -r
}

# install_packages_aside PACKAGE…: begins that, and goes on; packages_joined waits until they are there.
install_packages_aside() {
  local absent extra
  mapfile -t absent < <(missing "$@")
  [ ${#absent[@]} -gt 0 ] || return 0
  find_packages
  for extra in "${WELCOME[@]}"; do
    if ! present "$extra" && [ -n "$(candidate "$extra")" ]; then absent+=("$extra"); fi
  done
  step_aside programs "installing ${#absent[@]} more beside what follows: ${absent[*]}" apt_get install --no-install-recommends "${absent[@]}"
}
packages_joined() {
  local progress=packages_done
  joined || packages_failed
  let_go_of_services
  hash -r
}
packages_failed() { fail 'Debian packages are missing'; }

# Sees to it that Debian has those of `absent`, and that none of them starts a service.
find_packages() {
  become_root "apt-get install --no-install-recommends ${absent[*]}"
  if [ -z "$lists_read" ]; then step lists "reading Debian's package lists" apt_get update || fail "Debian's package lists cannot be read; is this machine online?"; fi
  lists_read=yes
  check_candidates "${absent[@]}"
  hold_back_services "${absent[@]}"
}
lists_read=

# apt says how many packages come along, and fetches, unpacks and sets up each of them.
packages_done() {
  local packages steps
  packages=$(awk '/ newly installed, / { print $1 + $3; exit }' "$1")
  steps=$(grep -cE '^(Get:|Unpacking |Setting up )' "$1" || true)
  bar $((steps / 3)) "${packages:-0}" packages "$2"
}

# The version that Debian would install, or nothing.
candidate() { apt-cache policy "$1" | awk '/Candidate:/ && $2 != "(none)" { print $2 }'; }

check_candidates() {
  local package version
  for package in "$@"; do
    version=$(candidate "$package")
    if [ -z "$version" ]; then fail "Debian has no package '$package' here; is 'main' in /etc/apt/sources.list*?"; fi
    if [ "$package" = nodejs ] && dpkg --compare-versions "$version" lt 20; then fail "Debian's Node here is $version, and $NODE_ADVICE"; fi
  done
}

# Debian starts a service for the whole machine as soon as one of these is installed: a broker on port 1883, Snapcast on 1704, AirPlay. moodbox
# wants the programs, not the services: where this script brings one in, its service stays off (`systemctl enable --now NAME` turns it on).
SERVICES=(mosquitto snapserver snapclient shairport-sync avahi-daemon)
POLICY=/usr/sbin/policy-rc.d
held_back=()
hold_back_services() {
  local service
  for service in "${SERVICES[@]}"; do
    case " $* " in *" $service "*) held_back+=("$service") ;; esac
  done
  [ ${#held_back[@]} -gt 0 ] || return 0
  at_exit let_go_of_services
  [ ! -e "$POLICY" ] || return 0
  # shellcheck disable=SC2016 # expanded when Debian calls it
  printf '#!/bin/sh\n# by moodbox, for one installation\ncase "$1" in mosquitto* | snap* | shairport-sync* | avahi-daemon*) exit 101 ;; esac\nexit 0\n' |
    "${as_root[@]}" tee "$POLICY" >/dev/null
  "${as_root[@]}" chmod 755 "$POLICY"
}

let_go_of_services() {
  [ ${#held_back[@]} -gt 0 ] || return 0
  if grep -qs 'by moodbox' "$POLICY"; then "${as_root[@]}" rm -f "$POLICY"; fi
  # Where there is no systemctl yet, Debian's own helper takes the link away that would start it with the next boot.
  local service switch=systemctl
  command -v systemctl >/dev/null || switch=deb-systemd-helper
  for service in "${held_back[@]}"; do
    "${as_root[@]}" env DPKG_MAINTSCRIPT_PACKAGE="$service" "$switch" disable "$service.service" >/dev/null 2>&1 || true
  done
  held_back=()
}
