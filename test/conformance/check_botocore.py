"""Judges a recorded run of the sandbox account by botocore's models, which nobody here wrote.

Reads lines of JSON as main/sandbox/engine/recorder.ts writes them. Every request that was accepted must have only known
members, all required ones, and values inside patterns, enums, lengths and ranges; every answer must fit its output
shape. Prints one line per finding and a last line with the counts; exit code 1 when there is a finding.
"""

import json
import re
import sys
from collections import Counter

import botocore.session

# Name in the signature -> name of botocore's model, where they differ.
NAMES = {"monitoring": "cloudwatch", "servicequotas": "service-quotas"}
KINDS = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "list": list,
}

# Values that AWS sends though this model does not list them: newer than some botocore (the SDK's model has them), and
# CloudFormation's events of a stack itself, which carry the stack's status where the model has only a resource's
# (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).
BEYOND = {
    ("NotebookInstanceStatus", "PendingMaintenance"),
    ("ResourceStatus", "REVIEW_IN_PROGRESS"),
    ("ResourceStatus", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
    ("ResourceStatus", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"),
}
# Required by the model and still left out by AWS: a job that has not run has no `startedAt`, as in the example of
# https://docs.aws.amazon.com/cli/latest/reference/batch/describe-jobs.html
LEFT_OUT = {("JobDetail", "startedAt")}
# S3's model has a string, botocore turns it into a number; on the wire it is the same text.
NUMBERS_AS_TEXT = {"PartNumberMarker", "NextPartNumberMarker"}

session = botocore.session.get_session()
models = {}
untestable = Counter()


def model(service):
    name = NAMES.get(service, service)
    if name not in models:
        models[name] = session.get_service_model(name)
    return models[name]


def check(shape, value, path, strict):
    """Findings of a value; `strict` also looks at patterns, lengths and enums (requests)."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return
        if not isinstance(value, dict):
            yield f"{path}: is {type(value).__name__}, not a structure"
            return
        for name in shape.required_members:
            if value.get(name) is None and (shape.name, name) not in LEFT_OUT:
                yield f"{path}.{name}: required, but absent"
        for name, inner in value.items():
            if name not in shape.members:
                yield f"{path}.{name}: unknown member"
            else:
                yield from check(shape.members[name], inner, f"{path}.{name}", strict)
    elif kind == "map":
        if not isinstance(value, dict):
            yield f"{path}: is {type(value).__name__}, not a map"
            return
        for name, inner in value.items():
            yield from check(shape.key, name, f"{path}<{name}>", strict)
            yield from check(shape.value, inner, f"{path}.{name}", strict)
    elif kind == "timestamp":
        if not (isinstance(value, dict) and "$date" in value):
            yield f"{path}: {value!r} is not an instant"
    elif kind == "blob":
        if not (isinstance(value, str) or isinstance(value, dict) and ({"$bytes", "$stream"} & value.keys())):
            yield f"{path}: {value!r} is not bytes"
    elif shape.name in NUMBERS_AS_TEXT and str(value).isdigit():
        return
    elif not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{path}: {value!r} is not a {kind}"
    else:
        if kind == "list":
            for i, inner in enumerate(value):
                yield from check(shape.member, inner, f"{path}[{i}]", strict)
        yield from bounds(shape, value, path, strict)


def bounds(shape, value, path, strict):
    metadata = shape.metadata
    enum = getattr(shape, "enum", None)
    if isinstance(value, str) and enum and value not in enum and (shape.name, value) not in BEYOND:
        yield f"{path}: {value!r} is not one of {enum}"
    if not strict:
        return
    size = len(value) if isinstance(value, (str, list)) else value
    if isinstance(size, (int, float)) and not isinstance(size, bool):
        if "min" in metadata and size < metadata["min"]:
            yield f"{path}: {value!r} is below {metadata['min']}"
        if "max" in metadata and size > metadata["max"]:
            yield f"{path}: {value!r} is above {metadata['max']}"
    pattern = metadata.get("pattern")
    if isinstance(value, str) and pattern:
        try:
            if not re.fullmatch(pattern, value):
                yield f"{path}: {value!r} does not match {pattern}"
        except re.error:
            untestable[pattern] += 1


def main(path):
    counts = Counter()
    findings = Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            call = json.loads(line)
            service, operation = call["service"], call["operation"]
            shapes = model(service)
            counts["calls"] += 1
            if operation not in shapes.operation_names:
                counts["operations that this botocore does not know"] += 1
                continue
            known = shapes.operation_model(operation)
            where = f"{service}:{operation}"
            if "output" not in call:
                counts["refusals"] += 1
                continue
            if known.input_shape:
                counts["requests judged"] += 1
                findings.update(check(known.input_shape, call["input"], f"{where} request", True))
            if known.output_shape:
                counts["answers judged"] += 1
                findings.update(check(known.output_shape, call["output"], f"{where} answer", False))
    for finding, times in sorted(findings.items()):
        print(f"{times} x {finding}")
    if untestable:
        counts["patterns that Python cannot read"] = len(untestable)
    print(json.dumps({**counts, "findings": len(findings)}))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
