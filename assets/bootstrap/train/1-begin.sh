#!/bin/bash
# What runs inside the container of a Millwright training: it fetches code and data, goes on from the newest whole
# checkpoint, runs RUN_SCRIPT, keeps checkpoints safe while it runs and puts the results into S3 when it ended well.
# Needs bash, the core utilities, and the AWS CLI or Python with boto3. docs/training.md has the folders, the variables,
# the exit codes and what is said. Every line of its own begins with "millwright:".
set -u
shopt -s globstar nullglob

say() { printf 'millwright: %s\n' "$*"; }
fail() {
  local code=$1
  shift
  say "stopped with code $code: $*"
  exit "$code"
}
# Stays until the machine goes: an end of its own would be no interruption to AWS, and not be tried again.
linger() {
  sleep "${MILLWRIGHT_LINGER_SECONDS:-150}" >/dev/null 2>&1 &
  while kill -0 $! 2>/dev/null; do wait $!; done
  exit 143
}
trap 'say "Asked to stop before the script began"; linger' TERM

words=''
attempt=${AWS_BATCH_JOB_ATTEMPT:-1}
look=${MILLWRIGHT_LOOK_SECONDS:-10}
work=$(mktemp -d "${MILLWRIGHT_FOLDER:-${TMPDIR:-/tmp}}/millwright.XXXXXX" 2>/dev/null) ||
  fail 95 "No folder can be made in ${MILLWRIGHT_FOLDER:-${TMPDIR:-/tmp}}: the disk is full or may not be written."
code_in=$work/code model_in=$work/model export_in=$work/export checkpoints_in=$work/checkpoints
mkdir -p "$code_in" "$model_in" "$export_in" "$checkpoints_in" "$work/state" ||
  fail 95 "No folders can be made in $work: the disk is full or may not be written."
cd "$work" || fail 95 "The folder $work cannot be opened."

python=$(command -v python3 || command -v python || true)
if aws --version >/dev/null 2>&1; then
  tool=cli
elif [ -n "$python" ] && "$python" -c 'import importlib.util as u; exit(u.find_spec("boto3") is None)' 2>/dev/null; then
  tool=boto3
else
  fail 90 "This image has neither the AWS CLI nor Python with boto3, so nothing can be fetched. Use an image that has one of them."
fi
