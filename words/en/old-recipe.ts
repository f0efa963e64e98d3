/** An old configuration of AWS Batch: what AWS says to it today, and its page. */
export const oldRecipe = {
  'recipe.batch.types':
    'AWS’s machine image of today has no driver for {list}, and new environments may not use the old image any more.',
  'recipe.batch.fewTypes': 'With one or two types of machine Spot often has none. Three or more wait less.',
  'recipe.batch.image':
    'AWS refuses new environments with {image} since 30 June 2026: it rests on Amazon Linux 2.',
  'recipe.batch.imageId':
    'This way to name a machine image is out of use. AWS’s own has the drivers, and is kept up to date.',
  'recipe.batch.onDemand':
    'On Spot the same machine costs less. A training goes on from its checkpoint when it is taken back.',
  'recipe.batch.strategy':
    'AWS’s old way to choose (BEST_FIT) waits for the cheapest type only. The new one looks at price and supply.',
  'recipe.batch.bid':
    'A limit of {percent}% makes the wait longer and nothing cheaper: the Spot price is paid in any case.',
  'recipe.batch.always':
    '{vcpus, plural, one {# vCPU is} other {# vCPUs are}} billed day and night, also when no training waits.',
  'recipe.batch.desired':
    'AWS sets this number itself. Set to {vcpus}, it starts a machine that nothing waits for.',
  'recipe.batch.fleetRole': 'The new way to choose needs no such role.',
  'recipe.batch.resources': '“{name}” is out of use. What a job needs stands in “resourceRequirements”.',
  'recipe.batch.memory':
    'No machine of this size has {wanted, number} MiB to give. A job may ask for {most, number} MiB; the rest is for the machine.',
  'recipe.batch.noGpu': 'It asks for no GPU, so AWS gives it none, also on a machine that has one.',
  'recipe.batch.retry':
    'Nothing says when to try again. Now only a machine that AWS took back leads to another try.',
  'recipe.batch.timeout': 'Nothing ends a try that hangs. Now AWS ends it after 4 hours.',

  'recipe.batch.most':
    'One machine at a time is enough for one training. The environment holds no more, so the bill has an upper end.',
  'recipe.batch.shared':
    'All trainings share one environment and one queue. They cost nothing while nothing runs.',
  'recipe.batch.network':
    'Machines stand in your default network. Another subnet can be chosen under “Safe defaults”.',
  'recipe.batch.whole': 'The job may use the whole machine: nothing else runs there.',
  'recipe.batch.results': 'Each run gets a folder of its own in this bucket.',
  'recipe.batch.notInS3': 'This is no address in S3, so the wizard asks for it.',

  'recipe.batch.line.computeEnvironmentName': 'Name of the environment',
  'recipe.batch.line.type': 'How machines are bought',
  'recipe.batch.line.instanceTypes': 'Types of machine',
  'recipe.batch.line.allocationStrategy': 'How AWS chooses among them',
  'recipe.batch.line.ec2Configuration': 'Machine image',
  'recipe.batch.line.imageId': 'Machine image by its number',
  'recipe.batch.line.minvCpus': 'Processors that always run',
  'recipe.batch.line.maxvCpus': 'Processors at most',
  'recipe.batch.line.desiredvCpus': 'Processors wanted now',
  'recipe.batch.line.bidPercentage': 'Highest Spot price, in percent of the usual one',
  'recipe.batch.line.spotIamFleetRole': 'Role for buying on Spot',
  'recipe.batch.line.subnets': 'Network',
  'recipe.batch.line.ec2KeyPair': 'Key pair for signing in to the machines',
  'recipe.batch.line.jobQueueName': 'Name of the queue',
  'recipe.batch.line.jobDefinitionName': 'Name of the training',
  'recipe.batch.line.image': 'Image with the program',
  'recipe.batch.line.SCRIPT_DIR': 'Folder with the code',
  'recipe.batch.line.RUN_SCRIPT': 'Script that runs',
  'recipe.batch.line.TRAINING_DATA': 'Data to learn from',
  'recipe.batch.line.TEST_DATA': 'Data to test with',
  'recipe.batch.line.MODEL_DIR': 'Folder for the model',
  'recipe.batch.line.EXPORT_PATH': 'Where the finished model goes',
  'recipe.batch.line.vcpus': 'Processors of the job',
  'recipe.batch.line.memory': 'Memory of the job, MiB',
  'recipe.batch.line.resourceRequirements': 'What the job may use',
  'recipe.batch.line.privileged': 'May do everything on its machine',
  'recipe.batch.line.volumes': 'Folder of the machine that it sees',
  'recipe.batch.line.retryStrategy': 'Tries at most',
  'recipe.batch.line.timeout': 'Time limit of one try',

  'window.old.open': 'Open an old Batch configuration',
  'window.old.openNote':
    'JSON or YAML, as the AWS CLI or CloudFormation takes it. It is read on this computer; no account is needed.',
  'window.old.refused':
    '{n, plural, one {AWS refuses one line of this configuration today} other {AWS refuses # lines of this configuration today}}',
  'window.old.refusedSays': 'As it is it cannot be started. What is mended stands beside it.',
  'window.old.taken': 'AWS would still take this configuration',
  'window.old.takenSays': 'What is better today stands beside it.',
  'window.old.title': 'An old Batch configuration: {name}',
  'window.old.titleNoName': 'An old Batch configuration',
  'window.old.line': 'What it is',
  'window.old.was': 'In the file',
  'window.old.now': 'Mended',
  'window.old.notSaid': 'not said',
  'window.old.leftOut': 'left out',
  'window.old.kind.refused': 'Refused',
  'window.old.kind.danger': 'Dangerous, kept',
  'window.old.kind.changed': 'Changed',
  'window.old.kind.added': 'Added',
  'window.old.kind.kept': 'As it was',
  'window.old.source': 'Read in {month} at',
  'window.old.others':
    '{n, plural, one {One line that the plan does without} other {# lines that the plan does without}}',
  'window.old.othersNote':
    'Millwright makes these itself, or needs them no more. Look whether one matters to you.',
  'window.old.othersMore': 'and {n} more',
  'window.old.price': 'Price of an hour, on demand, {region}',
  'window.old.priceAsOf':
    'Prices as of {day}. On Spot it is less most of the time; the plan says what it is now.',
  'window.old.priceUnknown':
    'The price book does not hold these prices. The plan asks AWS’s free price list once an account is connected.',
  'window.old.asks': 'Still to be answered',
  'window.old.asksNothing': 'Every question has an answer. Look at them, then read the plan.',
  'window.old.make': 'Make a plan of it',
  'window.old.makeNote': 'Nothing starts: you see the answers, then the plan.',
  'window.old.replaces': 'This takes the place of the answers that you have begun for a training.',
};
