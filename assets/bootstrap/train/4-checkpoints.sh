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
