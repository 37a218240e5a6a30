# Checks that are counted, each told in a line. Sourced after steps.sh. The caller makes the folder `work`.
# A check that reads a pipe uses `grep -c`: `grep -q` ends at the first line that fits, and the program that still writes fails then.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work is made by the caller

passed=0
failed=0

# check WORDS COMMAND…: one check, with the last lines of what it printed if it fails.
check() {
  local words=$1 began=$SECONDS
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
    say "ok      $words ($((SECONDS - began)) s)"
  else
    failed=$((failed + 1))
    say "FAILED  $words ($((SECONDS - began)) s)"
    tail -n 15 "$work/check.log" | sed 's/^/  | /'
  fi
}

# until_true SECONDS COMMAND…: tries it until it succeeds. Fails after that time.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.3
  done
}

# The last line of a trial: what was counted. Fails if a check failed.
counted() {
  echo "$passed passed, $failed failed, 0 skipped"
  [ "$failed" -eq 0 ]
}
