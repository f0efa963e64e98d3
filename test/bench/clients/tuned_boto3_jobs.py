"""All jobs of a queue with boto3, with pages as large as AWS allows."""
import json
import sys
import time

import boto3

STATUSES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"]
rounds = int(sys.argv[1])
client = boto3.client("batch")
times = []
things = 0
for _ in range(rounds + 1):
    start = time.perf_counter()
    things = 0
    for status in STATUSES:
        pages = client.get_paginator("list_jobs").paginate(
            jobQueue="q", jobStatus=status, PaginationConfig={"PageSize": 1000}
        )
        for page in pages:
            things += len(page["jobSummaryList"])
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"cold": times[0], "warm": times[1:], "things": things}))
