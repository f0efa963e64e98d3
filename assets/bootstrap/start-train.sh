# The command of a job definition of Millwright's trainings: bash -c TEXT. It fetches the program that runs the training,
# runs it only when its SHA-256 is the one in its address, and says so otherwise. MILLWRIGHT_BOOTSTRAP is
# s3://BUCKET/millwright/bootstrap/SHA256/train.sh. docs/training.md has the exit codes.
from=$MILLWRIGHT_BOOTSTRAP
to=/tmp/millwright-$$.sh
IFS=/ read -r _ _ bucket key <<<"$from"
IFS=/ read -r _ _ _ _ _ want _ <<<"$from"
if aws --version >/dev/null 2>&1; then
  aws s3 cp --only-show-errors "$from" $to
elif python3 -c 'import boto3' >/dev/null 2>&1; then
  python3 -c 'import boto3, sys; boto3.client("s3").download_file(*sys.argv[1:])' "$bucket" "$key" $to
else
  echo 'millwright: stopped with code 90: This image has neither the AWS CLI nor Python with boto3, so nothing can be fetched.'
  exit 90
fi || {
  echo "millwright: stopped with code 90: The program of the training could not be fetched from $from"
  exit 90
}
echo "$want  $to" | sha256sum -c - >/dev/null 2>&1 || {
  echo "millwright: stopped with code 96: The program at $from is not the one that was reviewed, so it was not run."
  exit 96
}
exec bash $to
