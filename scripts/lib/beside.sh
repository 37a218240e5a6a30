# One job that runs beside the rest of a script, and only when nothing else wants the processor. Sourced after steps.sh.
# shellcheck shell=bash

beside=
beside_log=

# start_beside NAME COMMAND…: starts it with its output in a log. It ends with the script at the latest.
start_beside() {
  beside_log=$MOODBOX_CACHE/log/${0##*/}-$1.log
  shift
  mkdir -p "$MOODBOX_CACHE/log"
  # A process group of its own, so that all of it can be ended.
  set -m
  nice -n 19 "$@" >"$beside_log" 2>&1 </dev/null &
  beside=$!
  set +m
  at_exit stop_beside
}

stop_beside() {
  [ -n "$beside" ] || return 0
  kill -TERM -- "-$beside" 2>/dev/null || true
  wait "$beside" 2>/dev/null || true
  beside=
}

# await_beside NAME WORDS SECONDS: waits for the job, and stops it after that time. Returns its status.
await_beside() {
  local status=0
  if kill -0 "$beside" 2>/dev/null; then
    step "$1" "$2" timeout "$3" tail --pid="$beside" -s 0.5 -n +1 -f "$beside_log" || { stop_beside; return 1; }
  fi
  wait "$beside" || status=$?
  beside=
  return "$status"
}
