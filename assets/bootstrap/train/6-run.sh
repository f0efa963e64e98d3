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
