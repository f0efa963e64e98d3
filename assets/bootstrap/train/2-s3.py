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
