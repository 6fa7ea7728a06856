#!/bin/bash
# A job of PWOS: hands the attempts of one element to a lane, which runs them one after another and records how they end.
# $1 is the job's folder, $2 the store's runs/, $3 the folder with lane.sh. Slurm runs a copy of this file.
# An element is its number in the array; the file `list` has a line for each: names of attempts, before them @ and the file that holds them.
# A process costs more than a short task: where nothing is to be prepared, none is started here.
pwos_job=$1 pwos_job_runs=$2 pwos_job_lanes=$3
pwos_job_number=${SLURM_ARRAY_TASK_ID:-0}
pwos_job_log=$pwos_job/$pwos_job_number.log
cd -- "$pwos_job_runs" || exit 1
# Whoever makes this file first runs the element: should it ever be submitted twice, the second one does nothing.
set -C
{ printf '%s\n' "$SLURM_JOB_ID" >"$pwos_job/$pwos_job_number.claim"; } 2>/dev/null || exit 0
set +C
mapfile -t -s "$pwos_job_number" -n 1 pwos_job_line <"$pwos_job/list"
read -r -a pwos_job_names <<<"${pwos_job_line[0]}"
pwos_job_given=G
if [[ ${pwos_job_names[0]} == @* ]]; then
  pwos_job_given=B
  pwos_job_commands=@$pwos_job_runs/${pwos_job_names[0]:1}
  pwos_job_names=("${pwos_job_names[@]:1}")
else
  printf -v pwos_job_commands '+%s\n' "${pwos_job_names[@]}"
  # The last one of a bundle is marked.
  pwos_job_commands=${pwos_job_commands%$'\n'}
  pwos_job_last==${pwos_job_names[-1]}
  pwos_job_commands=${pwos_job_commands:0:${#pwos_job_commands}-${#pwos_job_last}}$pwos_job_last
fi
printf -v pwos_job_header "$pwos_job_given %s\n" "${pwos_job_names[@]}"
printf 'L %s 0 slurm:%s:%s \n%s' "$$" "$SLURM_JOB_ID" "${SLURMD_NODENAME:-$HOSTNAME}" "$pwos_job_header" >"$pwos_job_log"
if [[ ! -r $pwos_job/prelude.sh ]]; then
  # Not as a redirection of the command itself: for that bash would keep numbers that the lane uses.
  exec <<<"$pwos_job_commands" >/dev/null
  . "$pwos_job_lanes/lane.sh" "$pwos_job_log" job
  exit
fi
# With job control, so that what runs in the background may be interrupted as in the foreground.
set -m
# They ask an attempt to save its state, and reach everything in a job.
trap : USR1 USR2 XCPU HUP INT QUIT
export PWOS_SCRATCH=
. "$pwos_job/prelude.sh"
"${PWOS_WITHIN[@]}" bash --norc --noprofile "$pwos_job_lanes/lane.sh" "$pwos_job_log" job <<<"$pwos_job_commands" >/dev/null &
pwos_job_lane=$!
trap 'kill -TERM "$pwos_job_lane" 2>/dev/null' TERM
until wait "$pwos_job_lane"; pwos_job_code=$?; ! kill -0 "$pwos_job_lane" 2>/dev/null; do :; done
[[ -z $PWOS_SCRATCH ]] || rm -rf -- "$PWOS_SCRATCH"
# For whoever looks at the job with Slurm's own means.
exit "$pwos_job_code"
