"""Prints what CloudFormation's resource schemas say about updates of the resource types given as arguments.

The schemas are AWS's own (CloudFormation registry, us-east-1) as cfn-lint ships them. The members of SageMaker's
UpdateNotebookInstance come from botocore's model: what that call changes needs a stopped notebook.
"""

import json
import sys

import botocore.session
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER


def names(pointers):
    return sorted(pointer.removeprefix("/properties/") for pointer in pointers)


types = {}
for name in sys.argv[1:]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", name).schema
    types[name] = {
        "createOnly": names(schema.get("createOnlyProperties", [])),
        "conditionalCreateOnly": names(schema.get("conditionalCreateOnlyProperties", [])),
    }
sagemaker = botocore.session.get_session().get_service_model("sagemaker")
update = sagemaker.operation_model("UpdateNotebookInstance").input_shape
print(json.dumps({"types": types, "updateNotebookInstance": sorted(update.members)}))
