# A lane: runs attempts one after another, each in a forked subshell, and records how they begin and end.
# README.md beside this file tells the protocol. $1 is the record file; the working folder is the store's runs/.
# Standard output is the record file, the bell is 8, commands come on 10: a redirection for each record would cost more than it.
exec 8>&1 10<&0 </dev/null >>"$1"
# Each attempt becomes a process group of its own, so that it can be ended without ending the lane.
set -m
# Caught, not ignored: what is ignored here would be ignored in every program of the user.
trap : TERM HUP INT QUIT PIPE
# In a job ($2): once the job is told to end, no more attempts begin.
pwos_lane_far=${2-}
# Signals that ask an attempt to save its state reach everything in a job.
[[ -z $pwos_lane_far ]] || trap : USR1 USR2 XCPU
[[ -z $pwos_lane_far ]] || trap 'exec 10</dev/null; pwos_lane_bundle=()' TERM
pwos_lane_runs=$PWD
pwos_lane_folder=${1%.log}
set --
pwos_lane_io=/proc/$$/io
[[ -r $pwos_lane_io ]] || pwos_lane_io=/dev/null
pwos_lane_rung=0
# Numbers of the next attempt of a bundle, and of the folder and the files that it is given.
pwos_lane_count=0 pwos_lane_work=0 pwos_lane_out=0 pwos_lane_err=0 pwos_lane_file=0

# A record must not be lost to a full disk: waits for room, ten minutes at most.
pwos_lane_record_again() {
  local tries=0
  until
    sleep 1
    printf '\n'
    printf "$@"
  do ((++tries < 600)) || exit 1; done
}

# What was only stopped (a debugger, SIGSTOP) has not ended.
pwos_lane_outlast() {
  local stopped
  stopped=$(jobs -sp)
  [[ -z $stopped ]] || { wait -f "$stopped"; pwos_lane_rc=$?; }
}

# What an attempt leaves, with sizes: who reads it on another machine waits until all of it is to be seen there.
pwos_lane_list() {
  local entries
  shopt -s nullglob dotglob
  entries=("$1"/*)
  shopt -u nullglob dotglob
  ((${#entries[@]})) || { printf '.\n' >"$2"; return; }
  { (cd -- "$1" && find . -type f -printf '%s %p\n') && printf '.\n'; } >"$2" 2>/dev/null
}

# The controller makes as many folders as attempts are expected to use.
pwos_lane_enter() {
  local folder=$pwos_lane_folder/w$pwos_lane_work
  [[ -d $folder ]] || mkdir -p -m 1755 -- "$folder" || exit 1
  cd -- "$folder" || exit 1
}

# What the next attempt of a bundle may not find: takes new ones in place of what was used.
pwos_lane_open() {
  case $1 in
    *w*) ((++pwos_lane_work)) ;;&
    *o*) ((++pwos_lane_out)) ;;&
    *e*) ((++pwos_lane_err)) ;;&
    *f*) ((++pwos_lane_file)) ;;&
    *w*) pwos_lane_enter ;;&
    *o*) exec 11>>"$pwos_lane_folder/o$pwos_lane_out" || exit 1 ;;&
    *e*) exec 12>>"$pwos_lane_folder/e$pwos_lane_err" || exit 1 ;;
  esac
}

# A line is a mark and a name: @ for a file with the attempts of a bundle; else an attempt's folder, = for the last of its bundle, + when more follow.
# The loop's body calls no function that it can do without: bash copies a function for each call, and all it touches costs once more after a fork.
while IFS= read -r -u 10 pwos_lane_line; do
  if [[ ${pwos_lane_line:0:1} == @ ]]; then
    # Names, parameters and commands, one after the other, after the file's own beginning.
    mapfile -d '' -t pwos_lane_bundle <"${pwos_lane_line:1}" || exit 1
    # A pipe that nobody writes to, read only here; every attempt holds its other end.
    [[ -e /dev/fd/197 ]] || { exec 197< <(:) && wait $!; }
    if ((pwos_lane_work)); then pwos_lane_enter; else pwos_lane_open woe; fi
    ((++pwos_lane_file))
  else pwos_lane_bundle=('' "${pwos_lane_line:1}"); fi
  for ((pwos_lane_index = 1; pwos_lane_index < ${#pwos_lane_bundle[@]}; pwos_lane_index += 3)); do
    pwos_lane_attempt=${pwos_lane_bundle[pwos_lane_index]}
    if [[ ${pwos_lane_line:0:1} == @ ]]; then
      ((++pwos_lane_count))
      pwos_lane_parameters=${pwos_lane_bundle[pwos_lane_index + 1]}
      [[ -z $pwos_lane_parameters ]] || printf '%s\n' "$pwos_lane_parameters" 1<>"$pwos_lane_folder/p$pwos_lane_file.json" || exit 1
      (
        printf 's %s %s %s %s %s %s\n' "$BASHPID" "$EPOCHREALTIME" "$pwos_lane_work" "$pwos_lane_out" "$pwos_lane_err" "$pwos_lane_attempt"
        exec >&11 2>&12 198>/dev/fd/197 197<&- 8>&- 10<&- 11>&- 12>&-
        set +m
        # Told to end before it began.
        [[ ! -e $pwos_lane_folder/x$pwos_lane_count ]] || exit 143
        export PWOS_METRICS=$pwos_lane_folder/m$pwos_lane_count.json
        [[ -z $pwos_lane_parameters ]] || export PWOS_PARAMETERS=$pwos_lane_folder/p$pwos_lane_file.json
        . /dev/fd/13 13<<<"${pwos_lane_bundle[pwos_lane_index + 2]}"
      )
    else
      (
        printf 'S %s %s %s\n' "$BASHPID" "$EPOCHREALTIME" "$pwos_lane_attempt" >&9
        exec 8>&- 9>&- 10<&- 11>&- 12>&- 197<&-
        set +m
        cd -- "$pwos_lane_runs"
        . "$pwos_lane_attempt/command.sh"
      ) 9>&1 >"$pwos_lane_runs/$pwos_lane_attempt/stdout.txt" 2>"$pwos_lane_runs/$pwos_lane_attempt/stderr.txt"
    fi
    pwos_lane_rc=$?
    case $pwos_lane_rc in 147 | 148 | 149 | 150) pwos_lane_outlast ;; esac
    pwos_lane_now=$EPOCHREALTIME
    mapfile -t pwos_lane_bytes <"$pwos_lane_io"
    times
    if [[ ${pwos_lane_line:0:1} == @ ]]; then
      # What it has left: w (and how many) in its folder, o and e in its output files, m in its metrics file, l still running.
      pwos_lane_left=-
      shopt -s nullglob dotglob
      pwos_lane_files=(*)
      shopt -u nullglob dotglob
      # A program that still runs has the pipe's other end.
      if ! read -t 0 -u 197; then pwos_lane_left=lwoef${#pwos_lane_files[@]}
      else
        [[ ${#pwos_lane_files[@]} -eq 0 && . -ef $pwos_lane_folder/w$pwos_lane_work && -w . ]] || pwos_lane_left+=w${#pwos_lane_files[@]}
        [[ ! -s $pwos_lane_folder/o$pwos_lane_out ]] || pwos_lane_left+=o
        [[ ! -s $pwos_lane_folder/e$pwos_lane_err ]] || pwos_lane_left+=e
      fi
      [[ ! -s $pwos_lane_folder/m$pwos_lane_count.json ]] || pwos_lane_left+=m
      [[ -z $pwos_lane_far || $pwos_lane_left != *w* ]] || pwos_lane_list "$pwos_lane_folder/w$pwos_lane_work" "$pwos_lane_folder/l$pwos_lane_count.txt"
      set -- 'e %s %s %s %s %s\n' "$pwos_lane_rc" "$pwos_lane_now" "${pwos_lane_bytes[5]:-x: -}" "$pwos_lane_left" "$pwos_lane_attempt"
    else
      [[ -z $pwos_lane_far ]] || pwos_lane_list "$pwos_lane_runs/$pwos_lane_attempt/work" "$pwos_lane_runs/$pwos_lane_attempt/left.txt"
      set -- 'E %s %s %s %s\n' "$pwos_lane_rc" "$pwos_lane_now" "${pwos_lane_bytes[5]:-x: -}" "$pwos_lane_attempt"
    fi
    printf "$@" || pwos_lane_record_again "$@"
    set --
    [[ ${pwos_lane_line:0:1} != @ || $pwos_lane_left == - ]] || pwos_lane_open "$pwos_lane_left"
    # The bell wakes the controller: at the end of a bundle, and every 50 ms within one. Nobody may be there to hear it.
    if [[ ${pwos_lane_line:0:1} == = ]] || ((${pwos_lane_now/[.,]/} - pwos_lane_rung > 50000)); then
      pwos_lane_rung=${pwos_lane_now/[.,]/}
      printf . 2>/dev/null >&8
    fi
  done
  [[ ${pwos_lane_line:0:1} != @ ]] || printf . 2>/dev/null >&8
done
