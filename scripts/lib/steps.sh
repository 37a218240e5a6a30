# Steps that show what they are doing. Sourced by the scripts beside this folder, never run by itself.
# shellcheck shell=bash

# Debian keeps mosquitto in a folder that an ordinary user's PATH lacks.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
export HOME
MOODBOX_CACHE=${MOODBOX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/moodbox}
export MOODBOX_CACHE

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# at_exit FUNCTION: called when the script ends, however it ends; the last one first.
endings=()
at_exit() { endings=("$1" "${endings[@]}"); }
trap 'for ending in "${endings[@]}"; do "$ending"; done' EXIT

# What runs now, and what runs beside it. Each has a process group of its own, so that Ctrl-C ends all of it and leaves no compiler behind.
running=
aside=
abandon() {
  trap - INT TERM HUP
  local group
  for group in $running $aside; do kill -TERM -- "-$group" 2>/dev/null || true; done
  say 'stopped'
  exit 130
}
trap abandon INT TERM HUP

# shown COMMAND…: runs it with its output before the user's eyes.
shown() {
  local status=0
  set -m
  "$@" </dev/null &
  running=$!
  set +m
  wait "$running" || status=$?
  running=
  return "$status"
}

# bar DONE ALL WHAT SPENT: how much of a step is done, and how long the rest takes at this pace. Nothing while nothing is done.
bar() {
  local done=$1 all=$2 what=$3 spent=$4 full left=''
  [ "$done" -gt 0 ] && [ "$all" -gt 0 ] || return 0
  [ "$done" -le "$all" ] || done=$all
  full=$((done * 20 / all))
  if [ "$spent" -ge 5 ] && [ "$done" -lt "$all" ]; then left=", about $((spent * (all - done) / done)) s left"; fi
  printf '[%.*s%.*s] %s of %s %s%s\n' "$full" '####################' $((20 - full)) '--------------------' "$done" "$all" "$what" "$left"
}

# Which part of the whole the next step is, such as '2 of 5'.
part=

# A terminal shows how far a step is in place, every two seconds; elsewhere it is a line every ten. (Asking costs a few milliseconds itself.)
every=10
if [ -t 1 ]; then every=2; fi
show_progress() { if [ -t 1 ]; then printf '\r\033[K%s:   %s s  %s' "${0##*/}" "$1" "$2"; else say "  $1 s  $2"; fi; }
clear_progress() { if [ -t 1 ]; then printf '\r\033[K'; fi; }

# step NAME WORDS COMMAND…: runs the command with its output in a log. Says WORDS, then what `progress LOG SPENT` prints, or that it is busy
# if that is nothing, then the time it took. If the command fails, the last lines of the log are shown and its status is returned.
progress=newest_line
step() {
  local name=$1 words=$2 status=0
  shift 2
  say "${part:+[$part] }$words"
  begin "$name" "$@"
  running=$begun
  await "$running" "$name" "$SECONDS" || status=$?
  running=
  return "$status"
}

# step_aside NAME WORDS COMMAND…: begins a step, and goes on. joined waits for it, as step would have, and returns its status.
step_aside() {
  aside_name=$1
  say "${part:+[$part] }$2"
  shift 2
  begin "$aside_name" "$@"
  aside=$begun
  aside_since=$SECONDS
  at_exit not_left_behind
}
# Half an installation would be worse than waiting for it.
not_left_behind() {
  [ -n "$aside" ] && kill -0 "$aside" 2>/dev/null || return 0
  say "waiting for what runs beside: $aside_name"
  wait "$aside" || true
}
joined() {
  [ -n "$aside" ] || return 0
  local status=0
  await "$aside" "$aside_name" "$aside_since" || status=$?
  aside=
  return "$status"
}

log_of() { echo "$MOODBOX_CACHE/log/${0##*/}-$1.log"; }

# begin NAME COMMAND…: sets `begun` to the process.
begin() {
  local log
  log=$(log_of "$1")
  shift
  mkdir -p "${log%/*}"
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  begun=$!
  set +m
}

# await PROCESS NAME SINCE
await() {
  local told=0 spent line status=0 log
  log=$(log_of "$2")
  while kill -0 "$1" 2>/dev/null; do
    sleep 0.2
    spent=$((SECONDS - $3))
    if [ $((spent / every)) -gt "$told" ]; then
      told=$((spent / every))
      line=$("$progress" "$log" "$spent")
      show_progress "$spent" "${line:-still busy}"
    fi
  done
  clear_progress
  wait "$1" || status=$?
  spent=$((SECONDS - $3))
  if [ "$status" -eq 0 ]; then
    say "$2: done in $spent s"
    return 0
  fi
  say "$2: FAILED after $spent s; the last lines of $log:" >&2
  tail -n 25 "$log" | sed 's/^/  | /' >&2
  return "$status"
}

# A log that was written for a terminal holds carriage returns and colours; one plain line of it will do.
newest_line() { tail -c 2000 "$1" | tr '\r' '\n' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-110 || true; }

# fingerprint PATH…: one hash over the names and contents of files and folders.
fingerprint() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1; }
