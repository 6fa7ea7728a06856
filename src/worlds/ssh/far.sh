# What PWOS has done on a machine that it reaches by SSH; `bash far.sh STORE VERB`, what about on standard input. README.md tells the protocol.
# STORE is a folder of the far machine that mirrors the store. Everything may be asked twice.
pwos_far_tools=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd -P) || exit 1
cd -- "$1" || exit 1
pwos_far_store=$PWD
pwos_far_boot=$(</proc/sys/kernel/random/boot_id)

# A process, its start, and that of the machine: three words that no other process has.
pwos_far_who() {
  local stat
  stat=$(<"/proc/$1/stat") 2>/dev/null || return 1
  stat=${stat##*) }
  set -- "$1" $stat
  [[ $2 != Z ]] || return 1
  printf '%s %s %s\n' "$1" "${21}" "$pwos_far_boot"
}

# Paths were written before it was known where the store lies here.
pwos_far_settle() {
  local text
  [[ -r $1 ]] || return 0
  IFS= read -r -d '' text <"$1"
  [[ $text == *"$pwos_far_nowhere"* ]] || return 0
  printf '%s' "${text//"$pwos_far_nowhere"/$pwos_far_store}" >"$1.settled" && mv -f -- "$1.settled" "$1"
}
pwos_far_nowhere=/@pwos-far-store

case $2 in
  # Begins jobs that have not begun, once all that they need is here: a line each.
  begin)
    while IFS= read -r job; do
      while IFS= read -r path; do [[ -e $path ]] || { printf '%s is not there\n' "$path" >&2; exit 3; }; done <"jobs/$job/needed" || exit 3
      [[ -d jobs/$job && ! -e jobs/$job/claim ]] || continue
      setsid -f bash --norc --noprofile "$pwos_far_tools/far.sh" "$pwos_far_store" run "$job" </dev/null >/dev/null 2>"jobs/$job/said"
    done
    ;;
  # Runs the attempts of a job ($3), apart from the connection. Whoever makes `claim` first does; a second one does nothing.
  run)
    job=jobs/$3
    mapfile -t names <"$job/names"
    set -C
    { pwos_far_who "$$" >"$job/claim"; } 2>/dev/null || exit 0
    set +C
    while IFS= read -r file; do pwos_far_settle "$file"; done <"$job/settle"
    while IFS=$'\t' read -r from to; do mkdir -p -- "${to%/*}" && cp -- "$job/$from" "$to.${job##*/}" && mv -f -- "$to.${job##*/}" "$to"; done <"$job/manifests"
    while IFS=$'\t' read -r attempt input name; do ln -sfn -- "$pwos_far_store/$input/$name" "runs/$attempt/work/$name"; done <"$job/inputs"
    last=$((${#names[@]} - 1)) commands=
    for at in "${!names[@]}"; do
      commands+=$([[ $at == "$last" ]] && printf = || printf +)${names[at]}$'\n'
    done
    read -r pid began _ <"$job/claim"
    { printf 'L %s %s far:%s \n' "$pid" "$began" "${HOSTNAME:-far}"; printf 'G %s\n' "${names[@]}"; } >"$job/log"
    cd runs || exit 1
    mv -- "../$job/log" "../$job/0.log"
    exec <<<"${commands%$'\n'}" >/dev/null
    log=$pwos_far_store/$job/0.log
    unset names last at job pid began file
    . "$pwos_far_tools/lane.sh" "$log" far
    ;;
  # Says of jobs whether they run (J NAME), and what files have gained past an offset (F OFFSET PATH).
  look)
    mapfile -t lines
    paths=()
    for line in "${lines[@]}"; do
      read -r mark first rest <<<"$line"
      case $mark in
        J)
          state=waiting
          if who=$(<"jobs/$first/claim") 2>/dev/null && [[ -n $who ]]; then
            state=dead
            [[ $(pwos_far_who "${who%% *}") != "$who" ]] || state=alive
          elif [[ ! -d jobs/$first ]]; then state=gone; fi
          printf 'J %s %s\n' "$first" "$state"
          ;;
        F) paths+=("$rest") ;;
      esac
    done 2>/dev/null
    declare -A sizes
    ((${#paths[@]} == 0)) || while read -r size path; do sizes[$path]=$size; done < <(stat -c '%s %n' -- "${paths[@]}" 2>/dev/null)
    for line in "${lines[@]}"; do
      read -r mark first rest <<<"$line"
      [[ $mark == F && ${sizes[$rest]:-0} -gt $first ]] || continue
      printf 'F %s %s %s\n' "$first" "$(tail -c "+$((first + 1))" -- "$rest" | head -c 262144 | base64 -w0)" "$rest"
    done
    printf 'looked\n'
    ;;
  # Ends attempts: SIGNAL GROUP ATTEMPT; without a group it has not begun, and is made harmless.
  end)
    while read -r signal group attempt; do
      if [[ $group != - ]]; then kill "-$signal" -- "-$group" 2>/dev/null
      elif [[ -d runs/$attempt ]]; then printf 'exit 143\n' >"runs/$attempt/command.sh.ended" && mv -f -- "runs/$attempt/command.sh.ended" "runs/$attempt/command.sh"; fi
    done
    ;;
  # Keeps what was published for the next one that needs it (L FROM TO), and removes what is needed no more (R PATH).
  tidy)
    while IFS=$'\t' read -r mark from to; do
      case $mark in
        L) [[ -e $to ]] || { mkdir -p -- "${to%/*}" && ln -- "$from" "$to" && chmod a-w -- "$to"; } ;;
        R) rm -rf -- "./$from" ;;
      esac
    done 2>/dev/null
    ;;
esac
exit 0
