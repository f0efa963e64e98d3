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
