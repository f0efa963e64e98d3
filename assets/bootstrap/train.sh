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

cat >state/s3.py <<'PYTHON'
import os
import sys

import boto3
from botocore.config import Config

act, source, target = (sys.argv[1:] + [""])[:3]
s3 = boto3.client("s3", config=Config(retries={"mode": "standard", "total_max_attempts": int(os.environ["AWS_MAX_ATTEMPTS"])}))


def split(address):
    bucket, _, key = address[len("s3://"):].partition("/")
    return bucket, key


def below(address):
    bucket, prefix = split(address)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            yield bucket, found["Key"], found["Key"][len(prefix):]


if act == "get":
    s3.download_file(*split(source), target)
elif act == "put":
    s3.upload_file(source, *split(target))
elif act == "remove":
    bucket, key = split(source)
    s3.delete_object(Bucket=bucket, Key=key)
elif act == "list":
    for _, _, name in below(source):
        if "/" not in name:
            print(name)
elif act == "getall":
    root = os.path.realpath(target)
    for bucket, key, name in below(source):
        path = os.path.normpath(os.path.join(root, name))
        if key.endswith("/"):
            continue
        if not path.startswith(root + os.sep):
            sys.exit("The name %r leads outside of its folder." % key)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        s3.download_file(bucket, key, path)
elif act == "putall":
    bucket, prefix = split(target)
    for folder, _, names in os.walk(source, followlinks=True):
        for name in names:
            path = os.path.join(folder, name)
            s3.upload_file(path, bucket, prefix + os.path.relpath(path, source).replace(os.sep, "/"))
PYTHON

# s3 get|put|getall|putall|list|remove FROM [TO]. 0 done, 3 not there, 4 no rights, 5 disk full, 6 another reason. What
# S3 said is in `words`, what `list` found in state/names.
s3() {
  local -a with=(env LC_ALL=C.UTF-8 AWS_PAGER= AWS_MAX_ATTEMPTS="${AWS_MAX_ATTEMPTS:-5}") command=(aws s3)
  local code error=state/error.$BASHPID
  case $1 in
    get | put) command+=(cp --only-show-errors "$2" "$3") ;;
    getall | putall) command+=(cp --only-show-errors --recursive "$2" "$3") ;;
    remove) command+=(rm --only-show-errors "$2") ;;
    list) command+=(ls "$2") ;;
  esac
  [ "$tool" = cli ] || command=("$python" state/s3.py "$@")
  "${with[@]}" "${command[@]}" >state/names 2>"$error"
  code=$?
  words=$(tail -n 1 "$error" 2>/dev/null)
  # The AWS CLI ends with 1 for an empty list, and says nothing.
  [ "$1" != list ] || [ -s "$error" ] || code=0
  [ "$code" = 0 ] && return
  case $(<"$error") in
    *'No space left'* | *'Errno 28'* | *'quota exceeded'*) return 5 ;;
    *AccessDenied* | *'Access Denied'* | *'(403)'* | *Forbidden* | *'locate credentials'* | *InvalidAccessKeyId* | \
      *SignatureDoesNotMatch* | *ExpiredToken* | *InvalidToken*) return 4 ;;
    *'(404)'* | *NoSuchKey* | *NoSuchBucket* | *'Not Found'*) return 3 ;;
    *) return 6 ;;
  esac
}

# Ends the job for a fetch that ended with $1; $2 is the code for what is not there, $3 what was fetched.
cannot() {
  case $1 in
    3) fail "$2" "$3 is not there." ;;
    4) fail 93 "This job may not read $3: its role lacks the right, or it has no role. S3 says: $words" ;;
    5) fail 95 "The disk is full while fetching $3. Use a larger disk or less data." ;;
    *) fail 90 "$3 could not be fetched. S3 says: $words" ;;
  esac
}

# Adds up what lies in a file or a folder, some hundred names at a time.
count() {
  local one
  local -a found=()
  local -i bytes=0 at
  for one in "$1" "$1"/**/*; do [ ! -f "$one" ] || found+=("$one"); done
  held=${#found[@]}
  for ((at = 0; at < held; at += 500)); do
    while read -r one; do bytes+=$one; done < <(stat -L -c %s -- "${found[@]:at:500}")
  done
  amount="$held files, $bytes bytes"
}

# fetch WHAT CODE ADDRESS FOLDER: sets place. An address that is not in S3 is a place of the image itself.
fetch() {
  local what=$1 missing=$2 from=$3 into=$4 name=${3##*/} began=$SECONDS key refused=0 why=''
  place=$from
  [ -n "$from" ] || return 0
  if [[ $from != s3://* ]]; then
    [ -e "$from" ] || fail "$missing" "The $what is not there: this image has no $from."
    return 0
  fi
  say "Fetching the $what from $from"
  mkdir -p "$into"
  key=${from#s3://*/}
  if [ "$what" != code ] && [[ $key != "$from" && $name != '' && $name != . && $name != .. ]]; then
    s3 get "$from" "$into/$name"
    refused=$? why=$words
    # Where a role may list this folder alone, S3 says "forbidden" of a file that is not there.
    case $refused in
      0) place=$into/$name ;;
      3 | 4) name='' ;;
      *) cannot $refused "$missing" "$from" ;;
    esac
  else
    name=''
  fi
  if [ -z "$name" ]; then
    s3 getall "${from%/}/" "$into" || cannot $? "$missing" "The $what at $from"
    place=$into
  fi
  count "$place"
  if [ "$held" = 0 ] && [ "$refused" = 4 ]; then
    words=$why
    cannot 4 "$missing" "the $what at $from"
  fi
  [ "$held" -gt 0 ] || fail "$missing" "The $what is not there: nothing lies at $from"
  say "Fetched the $what: $amount, $((SECONDS - began)) s"
}

# What lies in the watched folders: size, time, place on disk and name of each file. Names that are still being written
# (.tmp, .part, hidden) do not count; a name of two lines could not be kept.
listing() {
  local one
  local -a found=()
  local -i at
  for one in checkpoints/**/* model/**/*; do
    [ -f "$one" ] || continue
    case $one/ in *.tmp/* | *.part/* | */millwright-run.txt/ | *$'\n'*) continue ;; esac
    found+=("$one")
  done
  for ((at = 0; at < ${#found[@]}; at += 500)); do
    stat -L -c '%s %Y %i %n' -- "${found[@]:at:500}"
  done
}

hash_of() { local sum; sum=$(sha256sum <"$1") && printf '%s' "${sum%% *}"; }

hash_of() {
  local sum
  sum=$(sha256sum <"$1") && printf '%s' "${sum%% *}"
}

# A checkpoint is a list of files that is put last, each file under its SHA-256: it is there whole or not at all.
save() {
  local line sum name number
  local -i files=0 bytes=0
  listing >state/now
  [ -n "$checkpoints_at" ] && [ -s state/now ] && [ "$(<state/now)" != "$(<state/saved)" ] || return 0
  echo 'millwright checkpoint 1' >state/next
  while IFS= read -r line; do
    name=${line#* * * }
    sum=$(hash_of "$name") || return 1
    if [ ! -e "state/stored.$sum" ]; then
      s3 put "$work/$name" "${checkpoints_at}files/$sum" || return
      : >"state/stored.$sum"
    fi
    printf '%s %s %s\n' "$sum" "${line%% *}" "$name" >>state/next
    files+=1 bytes+=${line%% *}
  done <state/now
  echo "end $files" >>state/next
  # What changed meanwhile was not whole.
  [ "$(listing)" = "$(<state/now)" ] || return 1
  number=$(printf %06d $((10#$(<state/number) + 1)))
  s3 put "$work/state/next" "$checkpoints_at$number.checkpoint" || return
  echo "$number" >state/number
  mv state/next "state/$number.checkpoint" && mv state/now state/saved
  say "Checkpoint $number is safe: $files files, $bytes bytes"
  forget $((10#$number - 2))
}

# Away with a checkpoint that two newer ones follow. Where the role may not delete, it stays.
forget() {
  local old sum other
  local -A kept=()
  [ "$1" -gt 0 ] || return 0
  old=$(printf %06d.checkpoint "$1")
  [ -e "state/$old" ] || s3 get "$checkpoints_at$old" "$work/state/$old" || return 0
  s3 remove "$checkpoints_at$old" || return 0
  mv "state/$old" state/forgotten
  for other in state/*.checkpoint; do
    while read -r sum _; do kept[$sum]=1; done <"$other"
  done
  while read -r sum _; do
    [ ${#sum} = 64 ] && [ -z "${kept[$sum]:-}" ] || continue
    s3 remove "${checkpoints_at}files/$sum" && rm -f "state/stored.$sum"
  done <state/forgotten
  return 0
}

# Brings one checkpoint back; 1 when it is not whole.
bring() {
  local line sum name
  local -i files=0
  rm -rf state/restored && mkdir -p state/restored/checkpoints state/restored/model
  s3 get "$checkpoints_at$1" "$work/state/$1"
  case $? in 0) ;; 3) return 1 ;; *) cannot $? 92 "$checkpoints_at$1" ;; esac
  while IFS= read -r line; do
    sum=${line%% *} name=${line#* * }
    [[ $name == checkpoints/* || $name == model/* ]] && [[ /$name/ != */../* ]] || continue
    mkdir -p "state/restored/${name%/*}"
    s3 get "${checkpoints_at}files/$sum" "$work/state/restored/$name"
    # The list could be read: a file that is refused is one that is not there.
    case $? in 0) ;; 3 | 4) return 1 ;; *) cannot $? 92 "${checkpoints_at}files/$sum" ;; esac
    [ "$(hash_of "state/restored/$name")" = "$sum" ] || return 1
    : >"state/stored.$sum"
    files+=1
  done <"state/$1"
  [ "$(tail -n 1 "state/$1")" = "end $files" ] || return 1
  cp -R state/restored/checkpoints state/restored/model . || cannot 5 95 "checkpoint ${1%.*}"
  rm -rf state/restored
}

restore() {
  local name
  local -a names=()
  : >state/saved
  echo 0 >state/number
  if [ -z "$checkpoints_at" ]; then
    say "No address for checkpoints was given: after an interruption the training starts from the beginning."
    return
  fi
  s3 list "$checkpoints_at" || cannot $? 92 "The list of checkpoints at $checkpoints_at"
  while read -r name; do
    name=${name##* }
    [[ $name =~ ^[0-9]{6}\.checkpoint$ ]] && names=("$name" "${names[@]}")
  done <state/names
  [ ${#names[@]} = 0 ] || echo "${names[0]%.*}" >state/number
  for name in "${names[@]}"; do
    if bring "$name"; then
      listing >state/saved
      say "Going on from checkpoint ${name%.*}"
      return
    fi
    say "Checkpoint ${name%.*} is not whole and is not used"
    rm -f "state/$name"
  done
  say "No checkpoint yet: the training starts from the beginning"
}

# What the machine says of itself under this name; nothing where it cannot be asked.
machine() {
  local at=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} token
  [ "${AWS_EC2_METADATA_DISABLED:-false}" != true ] && command -v curl >/dev/null || return 1
  token=$(curl -sf -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "${at%/}/latest/api/token") || return 1
  curl -sf -m 2 -H "X-aws-ec2-metadata-token: $token" "${at%/}/latest/meta-data/$1"
}

# The machine's own word that Spot takes it back in two minutes. AWS does not promise that a job's container hears of it
# by a signal.
notice() { machine spot/instance-action >/dev/null; }

# Beside the script: keeps what has not changed between two looks, and listens for Spot.
watch() {
  local before='' said='' now
  local -i second
  trap '' TERM
  while :; do
    for ((second = 0; second < look; second++)); do
      [ ! -e state/stop ] || return 0
      sleep 1
    done
    if [ ! -e state/notice ] && notice; then
      : >state/notice
      kill -TERM $$
    fi
    now=$(listing)
    words=''
    if [ "$now" = "$before" ] && ! save && [ "$words" != "$said" ]; then
      say "The checkpoint could not be kept and is tried again. S3 says: $words"
      said=$words
    fi
    before=$now
  done
}

# RUN_SCRIPT is a file of the code folder, or one with arguments; quotes hold together what has spaces.
split_words() {
  local text=$1 word='' quote='' begun='' c
  local -i at
  for ((at = 0; at < ${#text}; at++)); do
    c=${text:at:1}
    if [ -n "$quote" ]; then
      if [ "$c" = "$quote" ]; then quote=; else word+=$c; fi
    elif [[ $c == [\'\"] ]]; then
      quote=$c begun=1
    elif [[ $c == [[:space:]] ]]; then
      [ -z "$begun$word" ] || command+=("$word")
      word='' begun=''
    else
      word+=$c
    fi
  done
  [ -z "$begun$word" ] || command+=("$word")
}

# What a training has cost is reckoned by this line: nothing else tells later on which machine it ran.
type=$(machine instance-type) && zone=$(machine placement/availability-zone) || type=''
say "Attempt $attempt of job ${AWS_BATCH_JOB_ID:-of no name}, with ${tool/cli/the AWS CLI}${type:+, on $type in $zone}"
model_at=${MODEL_DIR:-} export_at=${EXPORT_PATH:-} checkpoints_at=${MILLWRIGHT_CHECKPOINTS:-}
for name in model_at export_at checkpoints_at; do
  case ${!name} in
    s3://*) printf -v "$name" '%s/' "${!name%/}" ;;
    '') [ $name = checkpoints_at ] || say "No address for ${name%_at}: what the script leaves there is not kept" ;;
    *) printf -v "${name%_at}_in" '%s' "${!name}" && printf -v "$name" '' ;;
  esac
done

[ -n "${SCRIPT_DIR:-}" ] && [ -n "${RUN_SCRIPT:-}" ] || fail 91 "SCRIPT_DIR and RUN_SCRIPT must say what to run."
fetch code 91 "$SCRIPT_DIR" "$code_in"
code_in=$place
command=()
if [ -f "$code_in/$RUN_SCRIPT" ]; then command=("$RUN_SCRIPT"); else split_words "$RUN_SCRIPT"; fi
script=${command[0]-}
case $script in /*) ;; *) script=$code_in/$script ;; esac
[ -f "$script" ] || fail 91 "The code folder has no ${command[0]-}"
case $script in
  *.py) [ -n "$python" ] || fail 91 "This image has no Python to run ${command[0]}"
    runner=("$python" -u "$script") ;;
  *.sh) runner=(bash "$script") ;;
  *) chmod +x "$script"
    runner=("$script") ;;
esac

echo "Attempt $attempt of job ${AWS_BATCH_JOB_ID:-of no name} writes here. Its log says how it ended." >millwright-run.txt
for at in "$model_at" "$export_at" "$checkpoints_at"; do
  [ -n "$at" ] || continue
  s3 put "$work/millwright-run.txt" "${at}millwright-run.txt"
  case $? in
    0) ;;
    4) fail 93 "This job may not write to $at. S3 says: $words" ;;
    *) fail 94 "Nothing can be put to $at. S3 says: $words" ;;
  esac
done
fetch 'training data' 92 "${TRAINING_DATA:-}" "$work/train"
train_in=$place
fetch 'test data' 92 "${TEST_DATA:-}" "$work/test"
test_in=$place
restore

child='' asked=''
# The script and all that it began hear of it; it has a part of the 30 seconds that AWS gives, more after Spot's notice.
stop() {
  local grace=${MILLWRIGHT_GRACE_SECONDS:-15}
  interrupted=1
  [ -z "$asked" ] || return 0
  printf -v asked '%(%s)T' -1
  [ ! -e state/notice ] || grace=${MILLWRIGHT_GRACE_SECONDS:-60}
  say "Asked to stop: the script has $grace s to save what it has"
  kill -TERM -- "-$child" 2>/dev/null
  (sleep "$grace" && kill -KILL -- "-$child") >/dev/null 2>&1 &
}
trap stop TERM
say "Starting ${command[*]}"
set -m
(cd "$code_in" && SCRIPT_DIR=$code_in MODEL_DIR=$model_in EXPORT_PATH=$export_in TRAINING_DATA=$train_in TEST_DATA=$test_in \
  MILLWRIGHT_CHECKPOINTS=$checkpoints_in PYTHONUNBUFFERED=1 exec "${runner[@]}" "${command[@]:1}") &
child=$!
set +m
[ -z "$asked" ] || kill -TERM -- "-$child"
watch &
watcher=$!
interrupted=1 code=127
while [ -n "$interrupted" ]; do
  interrupted=
  wait "$child" 2>/dev/null
  ended=$?
  [ $ended = 127 ] && [ -n "$asked" ] || code=$ended
done
touch state/stop
while kill -0 "$watcher" 2>/dev/null; do wait "$watcher"; done

if [ -n "$asked" ]; then
  # A script that was killed may have been in the middle of a file.
  newest=$(listing | while read -r _ at _; do echo "$at"; done | sort -n | tail -n 1)
  if [ $code != 143 ] && [ $code != 137 ] || [ "${newest:-0}" -lt $((asked - 5)) ]; then save; fi
  say "Stopped on request after checkpoint $(<state/number): the next attempt goes on from there"
  linger
fi
if [ $code != 0 ]; then
  { read -r _ && read -r _ _ _ free _; } < <(df -Pk "$work")
  [ "$free" -gt 16384 ] || fail 95 "The disk is full, and the script ended with code $code."
  say "The script ended with code $code. Nothing was put as a result; checkpoints stay"
  exit $code
fi
say "The script ended well. Putting the results"
for pair in "$export_in|$export_at" "$model_in|$model_at"; do
  at=${pair##*|}
  count "${pair%|*}"
  [ -n "$at" ] && [ "$held" -gt 0 ] || continue
  for try in 1 2 3; do
    s3 putall "${pair%|*}" "$at" && break
    result=$?
    [ $result != 4 ] || fail 93 "This job may not write to $at. S3 says: $words"
    [ $try != 3 ] || fail 94 "The results could not be put to $at. S3 says: $words"
    sleep $((try * ${MILLWRIGHT_PAUSE_SECONDS:-10}))
  done
  say "Put $amount to $at"
done
say "Done"
