/** Training on a GPU: questions, choices, and what is said about a wrong answer. */
export const training = {
  'window.files.folder': 'Choose a folder',
  'window.files.files': 'Choose files',
  'window.files.ready': 'Laid ready on this computer',
  'window.files.readyOf':
    '{files, plural, one {One file} other {# files}}, {size}, laid ready on this computer',
  'window.files.address': 'or an address in S3',
  'window.files.example': 's3://bucket/folder/',

  'thing.Batch.ComputeEnvironment': 'Machines for trainings',
  'thing.Batch.Job': 'Job',
  'thing.Batch.JobDefinition': 'Training',
  'thing.Batch.JobQueue': 'Queue of trainings',

  'wizard.gpu-training.unit.hours': 'hours',
  'wizard.gpu-training.unit.percent': '%',
  'wizard.gpu-training.goal': 'Train a model',
  'wizard.gpu-training.cardNote': 'on a GPU · billed while it trains',
  'wizard.gpu-training.basics': 'Basics',
  'wizard.gpu-training.money': 'Money and limits',
  'wizard.gpu-training.name': 'What shall it be called?',
  'wizard.gpu-training.name.hint':
    'Letters, digits and single hyphens, up to 63. It cannot be renamed later.',
  'wizard.gpu-training.image.choice': 'What does the program need?',
  'wizard.gpu-training.image.choice.hint':
    'The image holds Python and the libraries. Those of AWS have all that a GPU needs.',
  'wizard.gpu-training.image.other': 'Another image',
  'wizard.gpu-training.code': 'Which folder holds the program?',
  'wizard.gpu-training.code.hint': 'A folder of this computer, or of a bucket: s3://bucket/folder/',
  'wizard.gpu-training.data.training': 'Which data shall it learn from?',
  'wizard.gpu-training.data.training.hint': 'Files of this computer, or of a bucket: s3://bucket/file.csv',
  'wizard.gpu-training.data.test': 'Which data shall it be tested with?',
  'wizard.gpu-training.data.test.hint': 'Leave it empty if the program splits the data itself.',
  'wizard.gpu-training.bucket.choice': 'Where do results go?',
  'wizard.gpu-training.bucket.choice.hint':
    'A new bucket is private and encrypted. Its name is unique in all of AWS: small letters, digits and hyphens.',
  'wizard.gpu-training.bucket.create': 'New private bucket',
  'wizard.gpu-training.bucket.existing': 'Bucket {name}',
  'wizard.gpu-training.size': 'How big?',
  'wizard.gpu-training.size.small': 'Small',
  'wizard.gpu-training.size.small.for': '1 GPU, 4 processors, 14 GB. The usual price is {usual} an hour.',
  'wizard.gpu-training.size.medium': 'Medium',
  'wizard.gpu-training.size.medium.for': '1 GPU, 8 processors, 29 GB. The usual price is {usual} an hour.',
  'wizard.gpu-training.size.large': 'Large',
  'wizard.gpu-training.size.large.for': '1 GPU, 16 processors, 58 GB. The usual price is {usual} an hour.',
  'wizard.gpu-training.size.four': 'Four GPUs',
  'wizard.gpu-training.size.four.for': '4 GPUs, 48 processors, 176 GB. The usual price is {usual} an hour.',
  'wizard.gpu-training.size.notHere': 'AWS does not offer this size in your network’s zones.',
  'wizard.gpu-training.script': 'File that is run',
  'wizard.gpu-training.script.hint': 'A file of the folder, with what it is called with.',
  'wizard.gpu-training.script.summary': 'runs {script}',
  'wizard.gpu-training.gpus': 'GPUs for one training',
  'wizard.gpu-training.gpus.hint': '0 for all that the machine has.',
  'wizard.gpu-training.gpus.summary.all': 'all GPUs of the machine',
  'wizard.gpu-training.gpus.summary.some': '{gpus, plural, one {# GPU} other {# GPUs}}',
  'wizard.gpu-training.pool': 'Types of machine',
  'wizard.gpu-training.pool.hint':
    'Empty: chosen by what AWS offers. Or three and more, such as g4dn.xlarge, g5.xlarge, g6.xlarge.',
  'wizard.gpu-training.pool.summary.auto': 'three types of machine or more',
  'wizard.gpu-training.pool.summary.own': '{count, plural, one {# type} other {# types}} of machine',
  'wizard.gpu-training.network': 'Which network?',
  'wizard.gpu-training.network.hint': 'The machines must reach AWS and the place of the image.',
  'wizard.gpu-training.network.default': 'Your default network',
  'wizard.gpu-training.network.default.text':
    'All its zones, with internet. Nobody can come in from outside.',
  'wizard.gpu-training.network.ofDefault': 'Only zone {zone} of your default network ({name})',
  'wizard.gpu-training.network.ofOwn': 'Subnet {name}, zone {zone}',
  'wizard.gpu-training.network.summary.default': 'your default network',
  'wizard.gpu-training.network.summary.own': 'in one subnet',
  'wizard.gpu-training.machineImage': 'Machine image of your own',
  'wizard.gpu-training.machineImage.hint':
    'Empty for AWS’s image with GPU drivers. Or an id such as ami-0a1b2c3d.',
  'wizard.gpu-training.machineImage.summary.aws': 'AWS’s machine image',
  'wizard.gpu-training.machineImage.summary.own': 'a machine image of your own',
  'wizard.gpu-training.imported.privileged': 'The program may do everything on its machine',
  'wizard.gpu-training.imported.hostFolder': 'Folder of the machine that the program sees',
  'wizard.gpu-training.imported.keyPair': 'Key pair for signing in to the machines',
  'wizard.gpu-training.hours': 'How long may one try take?',
  'wizard.gpu-training.hours.hint': 'AWS ends a try that takes longer, and does not begin it again.',
  'wizard.gpu-training.attempts': 'How many tries?',
  'wizard.gpu-training.attempts.hint': 'The next try begins only when AWS took the machine back.',
  'wizard.gpu-training.giveUpMinutes': 'Give up without a machine after',
  'wizard.gpu-training.giveUpMinutes.hint': 'While it waits it costs nothing. 10 minutes to one day.',
  'wizard.gpu-training.bid.on': 'A highest price of my own',
  'wizard.gpu-training.bid.on.hint':
    'You pay the Spot price in any case. A limit only makes the wait longer.',
  'wizard.gpu-training.bid.on.summary.on': 'at most {percent}% of the usual price',
  'wizard.gpu-training.bid.on.summary.off': 'no price limit of your own',
  'wizard.gpu-training.bid.percent': 'Percent of the usual price',

  'wizard.gpu-training.help.name': 'Why a name?',
  'wizard.gpu-training.help.name.text':
    'You find the training by it: here, in AWS, and as the folder of its results.',
  'wizard.gpu-training.help.image': 'What is an image?',
  'wizard.gpu-training.help.image.text':
    'A box with all programs that yours needs. Another image must hold bash and the AWS CLI, or Python with boto3.',
  'wizard.gpu-training.help.code': 'What happens with the folder?',
  'wizard.gpu-training.help.code.text':
    'It is put into the bucket when you press Start, and fetched by the machine. Your own files stay as they are.',
  'wizard.gpu-training.help.data': 'How does the program find the data?',
  'wizard.gpu-training.help.data.text':
    'Its place stands in TRAINING_DATA and TEST_DATA. The model goes to MODEL_DIR, other results to EXPORT_PATH.',
  'wizard.gpu-training.help.test': 'Why other data?',
  'wizard.gpu-training.help.test.text':
    'A model that is tested with what it has seen looks better than it is.',
  'wizard.gpu-training.help.bucket': 'What goes there?',
  'wizard.gpu-training.help.bucket.text':
    'The model, other results, and checkpoints, from which a broken training goes on. They stay when the training is removed.',
  'wizard.gpu-training.help.size': 'Which size?',
  'wizard.gpu-training.help.size.text':
    'Start small. If the training runs out of memory, take the next size.',
  'wizard.gpu-training.help.spot': 'What is Spot?',
  'wizard.gpu-training.help.spot.text':
    'Machines that AWS has left over, for less money. AWS may take one back at any time; then the training goes on from its last checkpoint.',
  'wizard.gpu-training.help.script': 'Which file?',
  'wizard.gpu-training.help.script.text':
    'The one that starts the training: a Python or a shell file of the folder.',
  'wizard.gpu-training.help.gpus': 'When fewer?',
  'wizard.gpu-training.help.gpus.text': 'When the program uses one GPU only, and the machine has four.',
  'wizard.gpu-training.help.pool': 'Why three types?',
  'wizard.gpu-training.help.pool.text':
    'Spot has what is left over. The more types it may be, the sooner there is one, and the less often it is taken back.',
  'wizard.gpu-training.help.network': 'When another network?',
  'wizard.gpu-training.help.network.text':
    'When the data is inside a company network. Ask the people who run it which subnet is right.',
  'wizard.gpu-training.help.machineImage': 'When one of your own?',
  'wizard.gpu-training.help.machineImage.text':
    'When your company demands one. It must have the ECS agent and drivers for the GPU.',
  'wizard.gpu-training.help.hostFolder': 'Why not keep the folder?',
  'wizard.gpu-training.help.hostFolder.text':
    'The folder belongs to the machine and is shared by all that runs there. Files of a training belong in the bucket. Empty the field to leave it out.',
  'wizard.gpu-training.help.keyPair': 'Why not keep the key pair?',
  'wizard.gpu-training.help.keyPair.text':
    'Nobody needs to sign in to a machine that lives for one training: the log and the results come to you. Empty the field to leave it out.',
  'wizard.gpu-training.help.privileged': 'Why is this dangerous?',
  'wizard.gpu-training.help.privileged.text':
    'A program with this right reaches the machine itself and its role. Trainings do not need it; switch it off.',
  'wizard.gpu-training.help.hours': 'Which limit?',
  'wizard.gpu-training.help.hours.text': 'Twice what you expect. It ends a program that hangs.',
  'wizard.gpu-training.help.worst': 'What can it cost at worst?',
  'wizard.gpu-training.help.worst.text':
    'Every try runs to its limit, AWS starts two machines instead of one, and both cost the usual price.',
  'wizard.gpu-training.help.attempts': 'Why more than one?',
  'wizard.gpu-training.help.attempts.text':
    'AWS may take a Spot machine back. A mistake in the program is not tried again.',
  'wizard.gpu-training.help.giveUp': 'Why give up?',
  'wizard.gpu-training.help.giveUp.text':
    'So that it does not start in the middle of the night when nobody thinks of it any more.',
  'wizard.gpu-training.help.bid': 'Is a limit useful?',
  'wizard.gpu-training.help.bid.text':
    'Seldom. The Spot price moves slowly and stays below the usual price. AWS recommends none.',
  'wizard.gpu-training.help.percent': 'How much?',
  'wizard.gpu-training.help.percent.text': 'Below the Spot price of now no machine comes at all.',

  'wizard.gpu-training.problem.name': 'The name may hold letters, digits and single hyphens, up to 63.',
  'wizard.gpu-training.problem.noName': 'The training has no name yet. Give it a name.',
  'wizard.gpu-training.problem.image': 'Choose an image, or “new” for one of your own.',
  'wizard.gpu-training.problem.address':
    'The image needs a registry address, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1.',
  'wizard.gpu-training.problem.code':
    'Choose the folder with the program, or give its address: s3://bucket/folder/.',
  'wizard.gpu-training.problem.codeFolder':
    'The program needs a folder. Put a slash at the end of its address: s3://bucket/folder/.',
  'wizard.gpu-training.problem.data':
    'Choose the data, or give its address, such as s3://bucket/train.csv. An address may not hold *, ?, $ or ".',
  'wizard.gpu-training.problem.bucket': 'Where results go: choose a bucket, or “new” for a new one.',
  'wizard.gpu-training.problem.size': 'The size must be small, medium, large or four.',
  'wizard.gpu-training.problem.script':
    'The file that is run needs a name inside the folder, such as train.py.',
  'wizard.gpu-training.problem.gpus': 'The number of GPUs must be 0 to 8.',
  'wizard.gpu-training.problem.gpusOfSize': 'This size has fewer GPUs. Take fewer, or the size “four”.',
  'wizard.gpu-training.problem.pool':
    'Types of machine are named such as g4dn.xlarge, g5.xlarge or g6.xlarge, with commas between. Other families do not work here.',
  'wizard.gpu-training.problem.poolSize': 'Name at least three types of machine, or leave it empty.',
  'wizard.gpu-training.problem.network':
    'The network must be “default” or a subnet, such as subnet-0a1b2c3d.',
  'wizard.gpu-training.problem.machineImage': 'A machine image is named such as ami-0a1b2c3d4e5f67890.',
  'wizard.gpu-training.problem.hostFolder': 'A folder of the machine is named such as /data.',
  'wizard.gpu-training.problem.keyPair': 'The key pair has a name of up to 255 letters.',
  'wizard.gpu-training.problem.hours': 'One try may take 1 to 168 whole hours.',
  'wizard.gpu-training.problem.attempts': 'There may be 1 to 10 tries.',
  'wizard.gpu-training.problem.giveUp': 'It may wait 10 to 1,440 whole minutes for a machine.',
  'wizard.gpu-training.problem.bid': 'The highest price must be 50 to 100 percent of the usual price.',
};
