/** What is said about jobs: why they wait or failed, what they were given, what happened when. */
export const jobs = {
  'window.refused.jobs':
    'You may not list jobs in this account{action, select, none {} other { (needs {action})}}.',
  'error.job.unseen.says':
    '{name, select, none {The job} other {The job {name}}} was sent, AWS did not answer, and 3 minutes later it is in no list. It may have started all the same.',
  'error.job.unseen.mend':
    'Look at the list of jobs again before you send it once more: a second one would cost as much again.',

  'job.state.submitted': 'Sent',
  'job.state.blocked': 'Waits for another job',
  'job.state.waiting': 'Waits for a machine',
  'job.state.starting': 'Starting',
  'job.state.running': 'Running',
  'job.state.succeeded': 'Done',
  'job.state.failed': 'Failed',
  'job.state.stopped': 'Stopped',
  'job.state.unknown': 'Not known',
  'job.kind.batch': 'Training on your own image',
  'job.kind.training': 'Training with SageMaker',

  'job.moment.submitted': 'Sent to the queue.',
  'job.moment.started': '{attempt, plural, one {Started.} other {Started again: try #.}}',
  'job.moment.interrupted': 'AWS took the machine back. What was saved as a checkpoint stays.',
  'job.moment.retried': 'Back in the queue for the next try.',
  'job.moment.succeeded': 'Done.',
  'job.moment.failed': 'Failed.',
  'job.moment.stopped': 'Stopped by a person.',
  'job.attempt.interrupted': 'AWS took the machine back.',
  'job.attempt.exit': 'The script ended with code {code}.',

  'job.again.foreign':
    'Millwright did not start this one, so it cannot run it again. Start it again where it came from.',
  'job.again.elsewhere':
    'The plan of this training is on another computer, so its answers are not known here.',
  'job.again.gone': 'The training {name} is not in the account any more. With changes it is made anew.',

  'job.given.SCRIPT_DIR': 'Folder with the code',
  'job.given.RUN_SCRIPT': 'Script that runs',
  'job.given.TRAINING_DATA': 'Data to learn from',
  'job.given.TEST_DATA': 'Data to test with',
  'job.given.MODEL_DIR': 'Folder for the model',
  'job.given.EXPORT_PATH': 'Where the finished model goes',
  'job.given.MILLWRIGHT_CHECKPOINTS': 'Where checkpoints are kept',

  'job.why.environment-spot-role.says':
    'The training environment {name} cannot get Spot machines: the role for it is wrong or gone.',
  'job.why.environment-spot-role.mend':
    'Remove the training environment. The next training makes it anew, without such a role.',
  'job.why.environment-role.says':
    'The training environment {name} does not work: AWS may not use one of its roles.',
  'job.why.environment-role.mend':
    'Look at the roles of the environment. Or remove it: the next training makes it anew, with its roles.',
  'job.why.environment-quota.says':
    'The training environment {name} got no machine, because the account may not have that many at once.',
  'job.why.environment-quota.mend': 'Ask AWS for a higher limit. It is free and can take a day or two.',
  'job.why.environment-cluster.says':
    'The training environment {name} does not work: the group of machines behind it was deleted.',
  'job.why.environment-cluster.mend':
    'Remove the training environment. The next training makes it anew; jobs that wait have to be sent again.',
  'job.why.environment-network.says':
    'The training environment {name} does not work: its network or firewall rule is gone or wrong.',
  'job.why.environment-network.mend':
    'Remove the environment. The next training makes it anew in a network that exists.',
  'job.why.environment-invalid.says':
    'The training environment {name} does not work, so no job can start. AWS names the reason.',
  'job.why.environment-invalid.mend':
    'Read what AWS says. Or remove the environment: the next training makes it anew.',
  'job.why.environment-broken.says':
    'The training environment of this job does not work, so it cannot start.',
  'job.why.environment-broken.mend': 'Open the job: there AWS names the reason.',
  'job.why.environment-off.says': 'The training environment is switched off, so no job can start.',
  'job.why.environment-off.mend': 'Switch it on in AWS, or remove it: the next training makes a new one.',
  'job.why.capacity.says':
    'AWS has no free machine of the sizes that this job may use. It goes on looking, and waiting costs nothing.',
  'job.why.capacity.mend':
    '{other, select, none {Wait, or allow more sizes or more zones.} other {Wait, or allow {other}{zone, select, none {} other { in {zone}}} too{priced, select, yes { ({price} an hour)} other {}}.}}',
  'job.why.too-large.says':
    'The job asks for more than the environment may ever have{vcpus, select, none {} other {: {vcpus} processors}}. It would wait for ever.',
  'job.why.too-large.mend':
    'Run it again with a smaller machine. Or remove the environment: the next training makes it as large as it needs.',
  'job.why.fits-nowhere.says':
    'No machine of the environment fits the job{memory, select, none {} other {: it asks for {memory} of memory{gpus, plural, =0 {} one { and a GPU} other { and # GPUs}}}}. A machine keeps a part of its memory for itself.',
  'job.why.fits-nowhere.mend': 'Run it again with less memory or a larger machine.',
  'job.why.service-role.says': 'AWS Batch may not start machines: its role lacks a right.',
  'job.why.service-role.mend': 'Ask the administrator to give the role of Batch its rights back.',
  'job.why.quota.says':
    'The account may use {limit} processors of this kind at once ({name}), and the job needs {need}.',
  'job.why.quota.mend':
    'Ask AWS for a higher limit of “{name}” ({code}). It is free and can take a day or two.',
  'job.why.no-way-out.says':
    'The machines of this environment get no public address. Where the network has no other way to the internet, they cannot report to AWS and no job starts.',
  'job.why.no-way-out.mend': 'Choose a network whose machines get a public address or have another way out.',
  'job.why.undetermined.says': 'The job is stuck, and AWS does not know why.',
  'job.why.undetermined.mend':
    'Most often the network, the limit of the account or the size is the cause. Look at those, then run it again.',
  'job.why.waits-for-job.says': 'It waits until another job is done.',
  'job.why.waits-for-job.mend': 'Nothing to do. It starts by itself.',
  'job.why.waits-long.says':
    'It has waited for {waited}, and AWS names no reason. Getting a machine takes 3 to 10 minutes as a rule. Waiting costs nothing.',
  'job.why.waits-long.mend':
    '{other, select, none {Wait, or run it again with more sizes.} other {Wait, or run it again with {other}{zone, select, none {} other { in {zone}}} too{priced, select, yes { ({price} an hour)} other {}}.}}',

  'job.why.gave-up-capacity.says':
    'AWS had no free machine for so long that the job was given up, as you had chosen. It cost nothing.',
  'job.why.gave-up-capacity.mend':
    '{other, select, none {Run it again later, or with more sizes or zones.} other {Run it again later, or with {other}{zone, select, none {} other { in {zone}}} too{priced, select, yes { ({price} an hour)} other {}}.}}',
  'job.why.gave-up-other.says':
    'The job could not start and was given up after the time that you had chosen.',
  'job.why.gave-up-other.mend': 'Read what AWS says, mend it, and run it again.',
  'job.why.interrupted.says':
    'AWS took the Spot machine back{attempts, plural, =0 {} one {, and there was one try only} other {, and all # tries are used up}}.',
  'job.why.interrupted.mend':
    'Run it again: it goes on from the last checkpoint. With more tries or sizes it is interrupted less often.',
  'job.why.image-missing.says':
    '{image, select, none {The image does not exist.} other {The image {image} does not exist.}} The name or its version is wrong.',
  'job.why.image-missing.mend': 'Choose an image that exists.',
  'job.why.image-too-often.says':
    'The place where the image lies gives it out only so many times an hour, and that is used up.',
  'job.why.image-too-often.mend': 'Wait an hour, or copy the image into a registry of your own account.',
  'job.why.image-refused.says':
    '{image, select, none {The image may not be fetched.} other {The image {image} may not be fetched.}} It is private, or the machine lacks the right.',
  'job.why.image-refused.mend':
    'Choose an image of your own account, or give the role of the machine the right.',
  'job.why.image-unreachable.says':
    'The machine did not reach the place where the image lies: it has no way to the internet.',
  'job.why.image-unreachable.mend':
    'Choose a network whose machines get a public address or have another way out.',
  'job.why.image-too-large.says': 'The image is larger than the disk of the machine.',
  'job.why.image-too-large.mend': 'Choose a smaller image.',
  'job.why.image-not-fetched.says':
    '{image, select, none {The image could not be fetched.} other {The image {image} could not be fetched.}}',
  'job.why.image-not-fetched.mend': 'Read what AWS says, or choose another image.',
  'job.why.role.says': 'AWS could not use the role of the job, so it never started.',
  'job.why.role.mend':
    'A new role needs up to 2 minutes: run it again. If it stays so, make the environment anew.',
  'job.why.no-gpu.says': 'The image wants a GPU, and the machine has no GPU for it.',
  'job.why.no-gpu.mend': 'Run it again with one GPU or more.',
  'job.why.cannot-start.says': 'The image was there, but it could not be started.',
  'job.why.cannot-start.mend':
    'Choose an image that is made for Linux on Intel processors, and that has a shell.',
  'job.why.time-limit.says':
    'It ran longer than one try may{limit, select, none {} other { ({limit})}}, so AWS ended it. It is not tried again.',
  'job.why.time-limit.mend': 'Run it again with more time: it goes on from the last checkpoint.',
  'job.why.part-failed.says': 'At least one part of the job failed.',
  'job.why.part-failed.mend': 'Open the part that failed.',
  'job.why.job-before-failed.says': 'A job that it waited for failed, so it never started.',
  'job.why.job-before-failed.mend': 'Mend that job and run both again.',
  'job.why.memory.says':
    'It ran out of memory{memory, select, none {} other { ({memory})}}, so the machine ended it.',
  'job.why.memory.mend': 'Run it again with more memory, or let the script read less at once.',
  'job.why.bootstrap-no-tools.says':
    'The job could not fetch your code: the image has neither the AWS command line nor boto3 for Python, or S3 was not to be reached.',
  'job.why.bootstrap-no-tools.mend': 'Choose an image of the catalogue, or add boto3 to your own.',
  'job.why.bootstrap-no-code.says': 'The folder with the code, or the script in it, was not found.',
  'job.why.bootstrap-no-code.mend': 'Look at the name of the script and the folder, then run it again.',
  'job.why.bootstrap-no-data.says': 'The data was not found where the job looked for it.',
  'job.why.bootstrap-no-data.mend': 'Look at the place of the data, then run it again.',
  'job.why.bootstrap-no-rights.says': 'The job may not read or write in the bucket.',
  'job.why.bootstrap-no-rights.mend': 'Choose the bucket that the role of the job is made for.',
  'job.why.bootstrap-not-uploaded.says':
    'The script was done, but its results could not be stored. What was saved as a checkpoint is there.',
  'job.why.bootstrap-not-uploaded.mend': 'Look whether the bucket is still there, then run it again.',
  'job.why.bootstrap-disk-full.says': 'The disk of the machine is full.',
  'job.why.bootstrap-disk-full.mend': 'Run it again with less data, or let the script keep less on the disk.',
  'job.why.bootstrap-changed.says':
    'The program that starts your script is not the one that was reviewed, so nothing was run.',
  'job.why.bootstrap-changed.mend': 'Somebody changed it in the bucket. Run it again: it is put there anew.',
  'job.why.not-found-command.says': 'The image does not have a program that the script calls.',
  'job.why.not-found-command.mend': 'The last line of the log names it. Use an image that has it.',
  'job.why.crashed.says': 'A program in the script crashed (code {code}).',
  'job.why.crashed.mend':
    'Most often a library does not fit the image or its GPU driver. The last lines of the log tell which.',
  'job.why.asked-to-end.says': 'The job was told to end and did so.',
  'job.why.asked-to-end.mend': 'Run it again: it goes on from the last checkpoint.',
  'job.why.script-error.says':
    '{error, select, none {The script ended with an error (code {code}).} other {The script ended with an error: “{error}”}}',
  'job.why.script-error.mend': 'Read the last lines of the log, mend the script, and run it again.',
  'job.why.no-log.says': 'The job failed, and AWS does not say more than the technical text.',
  'job.why.no-log.mend': 'Read the log, or run it again.',

  'plan.job.stop.title': 'Stop the job {name}',
  'plan.job.stop.press': 'Stop the job',
  'plan.job.stop.done': 'The job {name} is stopped. Its machine goes within minutes, and costs nothing then.',
  'plan.job.stop': 'Stop the job {name}.',
  'plan.job.stop.note': 'The script gets half a minute to save what it has. It is not tried again.',
  'plan.job.stop.part': 'All parts of the job that are not done yet end with it.',
  'plan.job.stop.lost': 'What the script did since its last checkpoint is lost.',
  'plan.job.stop.stays': 'Checkpoints and results in the bucket stay, and so does the log.',
  'plan.job.stop.undo': 'Run it again: it goes on from the last checkpoint.',
  'plan.job.stop.over': 'The job {name} has ended already.',
  'plan.job.stop.gone': 'AWS does not know this job any more. It has ended some days ago.',
  'plan.job.stop.foreign': 'Millwright did not send {name}. Whoever did may be waiting for it.',
  'plan.problem.job': 'Choose a job.',
} as const;
