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
