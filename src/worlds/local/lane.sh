# A lane: runs attempts one after another, each in a forked subshell, and records how they begin and end.
# README.md beside this file tells the protocol. $1 is the record file; the working folder is the store's runs/.
exec 9>>"$1"
# Each attempt becomes a process group of its own, so that it can be ended without ending the lane.
set -m
# Caught, not ignored: what is ignored here would be ignored in every program of the user.
trap : TERM HUP INT QUIT PIPE
pwos_lane_io=/proc/$$/io
[[ -r $pwos_lane_io ]] || pwos_lane_io=/dev/null
pwos_lane_rung=0

# A record must not be lost to a full disk: waits for room, ten minutes at most.
pwos_lane_record() {
  local tries=0
  until printf "$@" >&9; do
    ((++tries < 600)) || exit 1
    sleep 1
    printf '\n' >&9
  done
}

# What was only stopped (a debugger, SIGSTOP) has not ended.
pwos_lane_outlast() {
  local stopped
  stopped=$(jobs -sp)
  [[ -z $stopped ]] || { wait -f "$stopped"; pwos_lane_rc=$?; }
}

# A line is a mark and the attempt's folder: = for the last of its bundle, + when more follow.
while IFS= read -r pwos_lane_line; do
  pwos_lane_attempt=${pwos_lane_line:1}
  (
    printf 'S %s %s %s\n' "$BASHPID" "$EPOCHREALTIME" "$pwos_lane_attempt" >&9
    exec 9>&-
    set +m
    . "$pwos_lane_attempt/command.sh"
  ) >"$pwos_lane_attempt/stdout.txt" 2>"$pwos_lane_attempt/stderr.txt" </dev/null
  pwos_lane_rc=$?
  case $pwos_lane_rc in 147 | 148 | 149 | 150) pwos_lane_outlast ;; esac
  pwos_lane_now=$EPOCHREALTIME
  mapfile -t pwos_lane_bytes <"$pwos_lane_io"
  times >&9
  pwos_lane_record 'E %s %s %s %s\n' "$pwos_lane_rc" "$pwos_lane_now" "${pwos_lane_bytes[5]:-x: -}" "$pwos_lane_attempt"
  # The bell wakes the controller: at the end of a bundle, and every 20 ms within one. Nobody may be there to hear it.
  if [[ ${pwos_lane_line:0:1} == = ]] || ((${pwos_lane_now/[.,]/} - pwos_lane_rung > 20000)); then
    pwos_lane_rung=${pwos_lane_now/[.,]/}
    printf . 2>/dev/null
  fi
done
