"""What a person who programs would write with boto3, with pages as large as AWS allows."""
import json
import sys
import time

import boto3

rounds = int(sys.argv[1])
client = boto3.client("sagemaker")
times = []
things = 0
for _ in range(rounds + 1):
    start = time.perf_counter()
    things = 0
    for page in client.get_paginator("list_notebook_instances").paginate(MaxResults=100):
        things += len(page["NotebookInstances"])
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"cold": times[0], "warm": times[1:], "things": things}))
