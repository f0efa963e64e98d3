/** What plans of trainings on a GPU say. */
export const trainingPlans = {
  'plan.training.title': 'Train {name}',
  'plan.training.press': 'Start the training',
  'plan.training.done': 'The training {name} is in the queue. It starts when AWS has a machine.',
  'plan.training.environment': 'Make the training environment.',
  'plan.training.environment.note': 'Once for this account and region. Free when idle.',
  'plan.training.environment.machines':
    'Make the training environment: GPU machines on Spot ({list}), none while nothing waits.',
  'plan.training.environment.machines.note':
    'Made once, shared by all trainings of this account and region. Costs nothing while it is idle.',
  'plan.training.environment.queue':
    'Make its queue: a training that gets no machine within {minutes, plural, one {# minute} other {# minutes}} is given up.',
  'plan.training.environment.queue.note': 'The log is kept for 90 days.',
  'plan.training.environment.busy':
    'AWS is just working on the training environment. Wait until it is ready.',
  'plan.training.environment.stuck': 'The training environment is stuck. Mend or remove it first.',
  'plan.training.environment.stays':
    'The training environment stays for the next training. It costs nothing while it is idle.',
  'plan.training.environmentSmall':
    'The training environment of this account has no machine that holds this size. It has: {types}. Choose a smaller size, or remove the environment and let this plan make it anew.',
  'plan.training.environmentStays':
    'The training environment is there already and stays as it is: “{what}” does not count.',
  'plan.training.bootstrap': 'Put the start program into the bucket {bucket}.',
  'plan.training.bootstrap.note':
    'A few kilobytes. It fetches the files, keeps checkpoints and saves the results.',
  'plan.training.upload.code':
    'Put the folder with the program into the bucket {bucket}: {count, plural, one {# file} other {# files}}, {size}.',
  'plan.training.upload.training':
    'Put the training data into the bucket {bucket}: {count, plural, one {# file} other {# files}}, {size}.',
  'plan.training.upload.test':
    'Put the test data into the bucket {bucket}: {count, plural, one {# file} other {# files}}, {size}.',
  'plan.training.make': 'Make the training {name}.',
  'plan.training.role':
    'Make a role that reads the program and the data, writes into {bucket}/{folder}, and nothing else.',
  'plan.training.role.note': 'Free. It is deleted with the training.',
  'plan.training.definition':
    'Say what runs: {image}, on {gpus, plural, one {# GPU} other {# GPUs}}, {vcpus, plural, one {# processor} other {# processors}} and {memory} of memory.',
  'plan.training.definition.note': 'A little less memory than the machine has: it needs some for itself.',
  'plan.training.submit': 'Start the training {name}: put it into the queue.',
  'plan.training.submit.note': 'Costs nothing while it waits. A machine usually comes within some minutes.',
  'plan.training.ends':
    'AWS ends each try after {hours, plural, one {# hour} other {# hours}}, and there are at most {attempts, plural, one {# try} other {# tries}}.',
  'plan.training.givesUp':
    'Where AWS has no machine, it is given up after {minutes, plural, one {# minute} other {# minutes}}.',
  'plan.training.idle': 'When no training waits, AWS switches the machines off. Nothing is billed then.',
  'plan.training.cost.spot': 'Machine with GPU on Spot, the dearest of those that it may be',
  'plan.training.cost.onDemand': 'Machine with GPU at the usual price, the dearest of those that it may be',
  'plan.training.cost.address': 'Public address of the machine',
  'plan.training.cost.disk': 'Disk of the machine, {gb} GB, while it runs',
  'plan.training.assume':
    'Counted: one try of {hours, plural, one {# hour} other {# hours}}. On Spot {spot} an hour now, at the usual price {usual}. The Spot price moves.',
  'plan.training.assume.worst':
    'Worst case: {hours, plural, one {# hour} other {# hours}} of trying, on two machines at once, at the usual price.',
  'plan.training.interruption':
    'AWS may take the machine back. The next try goes on from the last checkpoint, if the program writes any.',
  'plan.training.interruptionOnce': 'AWS may take the machine back. There is no second try then.',
  'plan.training.otherWaits':
    'A wait for a reason that AWS does not name is not given up by itself. It costs nothing; you can end it any time.',
  'plan.training.bid': 'With at most {percent}% of the usual price it may wait longer, or get no machine.',
  'plan.training.privileged':
    'The program may do everything on its machine (privileged). Trainings do not need that: switch it off.',
  'plan.training.hostFolder':
    'The program sees the folder {folder} of its machine. Trainings do not need that.',
  'plan.training.keyPair':
    'Who holds the key pair {key} may sign in to the machines. Trainings do not need that.',
  'plan.training.ownMachine':
    'With a machine image of your own, nobody here knows whether its GPU drivers work.',
  'plan.training.taken':
    'There is already a training called {name}. Choose another name, or remove the old one on its page.',
  'plan.training.noScript':
    'The folder has no file {script}. Say which file is run, or choose another folder.',
  'plan.training.network.none':
    'This account has no default network in this region. Choose a subnet, or ask your administrator for one.',
  'plan.training.network.gone':
    'The subnet that was chosen is not there, or its network has no security group.',
  'plan.training.network.unknown':
    'Your networks could not be read, so there is no place for the machines. Try again; if it stays so, ask your administrator for ec2:DescribeSubnets and ec2:DescribeSecurityGroups.',
  'plan.training.network.noAddress':
    'Machines in this subnet get no public address. Without another way to AWS the training waits for ever.',
  'plan.training.notOffered':
    'AWS does not offer {list} in the zones of this network. Choose other types of machine.',
  'plan.training.fewOffered':
    'AWS offers only {count} of the types of machine that hold this size in the zones of this network. Three are needed. Choose another size, network or region.',
  'plan.training.quota':
    'Your account may use {limit, plural, one {# vCPU} other {# vCPUs}} of GPU machines on Spot in {region}, and this training needs {need}. AWS raises the limit for those who ask: it is free and takes minutes to days. Your answers stay here meanwhile.',
  'plan.training.quotaSome':
    'The limit of your account is too low for {list}. Only the other types can come.',
  'plan.training.undo':
    'Remove the training {name}: one click, about 1 minute. A machine that runs is ended. Results stay in the bucket.',
  'plan.notChecked.gpu-offers': 'Not checked: which machines AWS offers here.',
  'plan.notChecked.machine-networks': 'Not checked: which networks you have.',
  'plan.notChecked.spot-now': 'Not checked: what Spot costs now.',
  'plan.moved.gpu-offers': 'The machines that AWS offers here have changed since the plan was made.',
  'plan.moved.machine-networks': 'Your networks have changed since the plan was made.',

  'plan.job.again.title': 'Run the training {name} again',
  'plan.job.again.press': 'Run it again',
  'plan.job.again': 'Send the training {name} to the queue again. Its results go to the new folder {folder}.',
  'plan.job.again.gone':
    'The training {name} is not there any more. Run it with changes: then it is made anew.',
  'plan.job.again.foreign': 'The training {name} was not made by Millwright.',
  'plan.job.again.busy': 'AWS is working on the training {name}, or it is stuck. Wait until it is ready.',
  'plan.job.again.noEnvironment':
    'The training environment is not there any more. Run it with changes: then it is made anew.',
  'plan.job.again.undo': 'Stop it on its page. What the machine has cost by then is charged.',
  'plan.job.again.stays': 'The results of the runs before stay where they are.',
};
