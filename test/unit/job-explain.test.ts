/** Why a job waits or failed: each row of the table by what AWS says, word for word, and by what a person reads. */
import { describe, expect, test } from 'vitest';
import { explain, explainRows, type JobFacts } from '../../main/jobs/explain.ts';
import { lastError } from '../../main/jobs/last-error.ts';
import { languages, say } from '../../words/index.ts';

const when = { timeZone: 'Europe/Berlin', now: Date.parse('2026-11-20T13:02:00Z') };
const waiting = (statusReason: string, more: Partial<JobFacts> = {}): JobFacts => ({
  status: 'RUNNABLE',
  statusReason,
  ...more,
});
const failed = (statusReason: string, containerReason = '', more: Partial<JobFacts> = {}): JobFacts => ({
  status: 'FAILED',
  statusReason,
  containerReason,
  ...more,
});
const exited = (exitCode: number, more: Partial<JobFacts> = {}): JobFacts =>
  failed('Essential container in task exited', '', { exitCode, ...more });
const broken = (reason: string): Partial<JobFacts> => ({
  environments: [{ name: 'millwright', state: 'ENABLED', status: 'INVALID', reason }],
});
const started = 'Task failed to start';

/** By row: what AWS says, and how the sentence and its action begin. Sources stand beside the rows of the table. */
const cases: Record<string, [facts: JobFacts, says: string | RegExp, mend: string | RegExp][]> = {
  'environment-spot-role': [
    [
      waiting('', broken('CLIENT_ERROR - Parameter: SpotFleetRequestConfig.IamFleetRole is invalid.')),
      /millwright cannot get Spot machines/,
      /^Remove the training environment/,
    ],
  ],
  'environment-role': [
    [
      waiting(
        '',
        broken(
          'CLIENT_ERROR - User: arn:aws:sts::1:assumed-role/x/aws-batch is not authorized to perform: ecs:ListClusters',
        ),
      ),
      /AWS may not use one of its roles/,
      /^Look at the roles/,
    ],
  ],
  'environment-quota': [
    [
      waiting('', broken('CLIENT_ERROR - Max spot instance count exceeded')),
      /may not have that many at once/,
      /^Ask AWS for a higher limit/,
    ],
  ],
  'environment-cluster': [
    [
      waiting('', broken('CLIENT_ERROR - Clusters can not be blank.')),
      /group of machines behind it was deleted/,
      /^Remove the training environment/,
    ],
  ],
  'environment-network': [
    [
      waiting('', broken("CLIENT_ERROR - The subnet ID 'subnet-1' does not exist")),
      /network or firewall rule is gone/,
      /^Remove the environment/,
    ],
  ],
  'environment-invalid': [
    [waiting('', broken('INTERNAL_ERROR - something else')), /does not work, so no job can start/, /^Read/],
  ],
  'environment-broken': [
    [
      waiting('ACTION_REQUIRED - CE(s) associated with the job queue are invalid.'),
      'The training environment of this job does not work, so it cannot start.',
      /^Open the job/,
    ],
  ],
  'environment-off': [
    [waiting('', { queueOff: true }), /is switched off/, /^Switch it on in AWS/],
    [
      waiting('', { environments: [{ name: 'a', state: 'DISABLED', status: 'VALID', reason: '' }] }),
      /is switched off/,
      /^Switch it on in AWS/,
    ],
  ],
  capacity: [
    [
      waiting(
        'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type [g4dn.xlarge]',
      ),
      /^AWS has no free machine of the sizes that this job may use/,
      'Wait, or allow more sizes or more zones.',
    ],
    [
      waiting('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY', {
        others: [{ instanceType: 'g5.xlarge', zone: 'eu-west-1b', usdPerHour: 0.42 }],
      }),
      /^AWS has no free machine/,
      'Wait, or allow g5.xlarge in eu-west-1b too ($0.42 an hour).',
    ],
    [
      waiting('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY', {
        others: [{ instanceType: 'g5.xlarge', zone: null, usdPerHour: null }],
      }),
      /^AWS has no free machine/,
      'Wait, or allow g5.xlarge too.',
    ],
  ],
  'too-large': [
    [
      waiting(
        'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.',
        {
          asks: { vcpus: 48, memoryMb: null, gpus: null },
        },
      ),
      'The job asks for more than the environment may ever have: 48 processors. It would wait for ever.',
      /^Run it again with a smaller machine/,
    ],
  ],
  'fits-nowhere': [
    [
      waiting(
        'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.',
        {
          asks: { vcpus: 4, memoryMb: 16_384, gpus: 1 },
        },
      ),
      /No machine of the environment fits the job: it asks for 17.2 GB of memory and a GPU/,
      /less memory or a larger machine/,
    ],
    [
      waiting('MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'),
      /^No machine of the environment fits the job\./,
      /^Run/,
    ],
  ],
  'service-role': [
    [
      waiting('MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS - Batch service role has a permission issue.'),
      /its role lacks a right/,
      /^Ask the administrator/,
    ],
  ],
  quota: [
    [
      waiting('', {
        quota: { name: 'All G and VT Spot Instance Requests', code: 'L-3819A6DF', limit: 0, need: 4 },
      }),
      'The account may use 0 processors of this kind at once (All G and VT Spot Instance Requests), and the job needs 4.',
      /^Ask AWS for a higher limit/,
    ],
  ],
  'no-way-out': [
    [waiting('', { publicAddress: false }), /no other way to the internet/, /^Choose a network/],
  ],
  undetermined: [
    [
      waiting('UNDETERMINED - Batch job is blocked, root cause is undetermined.'),
      'The job is stuck, and AWS does not know why.',
      /^Most often the network/,
    ],
  ],
  'waits-for-job': [
    [{ status: 'PENDING', statusReason: '' }, 'It waits until another job is done.', /^Nothing to do/],
  ],
  'waits-long': [
    [
      waiting('', { waitedSeconds: 3_000 }),
      /^It has waited for 50 min, and AWS names no reason/,
      'Wait, or run it again with more sizes.',
    ],
  ],
  'gave-up-capacity': [
    [
      failed('Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY'),
      /given up, as you had chosen. It cost nothing/,
      /^Run it again later/,
    ],
  ],
  'gave-up-too-large': [
    [
      failed(
        'Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
      ),
      /asks for more than the environment may ever have/,
      /^Run it again with a smaller machine/,
    ],
  ],
  'gave-up-fits-nowhere': [
    [
      failed('Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'),
      /No machine of the environment fits/,
      /less memory or a larger machine/,
    ],
  ],
  'gave-up-other': [
    [failed('Canceled by JobStateTimeLimit action due to reason: SOMETHING_NEW'), /could not start/, /^Read/],
  ],
  interrupted: [
    [
      failed('Host EC2 (instance i-08784105ffff56b4f) terminated.', '', { attemptsAllowed: 3 }),
      'AWS took the Spot machine back, and all 3 tries are used up.',
      /goes on from the last checkpoint/,
    ],
    [failed('Your Spot Task was interrupted.'), 'AWS took the Spot machine back.', /^Run it again/],
  ],
  'image-missing': [
    [
      failed(
        started,
        'CannotPullContainerError: Error response from daemon: manifest for 1.dkr.ecr/x:latest not found: manifest unknown: Requested image not found',
        { image: '1.dkr.ecr/x:latest' },
      ),
      'The image 1.dkr.ecr/x:latest does not exist. The name or its version is wrong.',
      'Choose an image that exists.',
    ],
    [
      failed(
        started,
        'CannotPullContainerError: API error (404): repository x not found: does not exist or no pull access',
      ),
      /^The image does not exist/,
      /^Choose/,
    ],
  ],
  'image-too-often': [
    [
      failed(
        started,
        'CannotPullContainerError: inspect image has been retried 1 time(s): httpReadSeeker: failed open: unexpected status code 429 Too Many Requests: toomanyrequests: You have reached your pull rate limit.',
      ),
      /gives it out only so many times an hour/,
      /^Wait an hour/,
    ],
  ],
  'image-refused': [
    [
      failed(
        started,
        "CannotPullContainerError: Error response from daemon: pull access denied for myprivate/testbatch, repository does not exist or may require 'docker login'",
      ),
      /^The image may not be fetched/,
      /^Choose an image of your own account/,
    ],
    [
      failed(
        started,
        'CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      ),
      /may not be fetched/,
      /give the role of the machine the right/,
    ],
  ],
  'image-unreachable': [
    [
      failed(
        started,
        'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/x: failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp 34.205.13.154:443: i/o timeout',
      ),
      /did not reach the place where the image lies/,
      /^Choose a network/,
    ],
    [
      failed(
        started,
        'CannotPullContainerError: Error response from daemon: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      ),
      /did not reach/,
      /^Choose a network/,
    ],
  ],
  'image-too-large': [
    [
      failed(
        started,
        'CannotPullContainerError: failed to register layer: write /opt/x: no space left on device',
      ),
      /larger than the disk/,
      /^Choose a smaller image/,
    ],
  ],
  'image-not-fetched': [
    [
      failed(started, 'CannotPullContainerError: something new'),
      /could not be fetched/,
      /choose another image/,
    ],
  ],
  role: [
    [
      failed("ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task."),
      /could not use the role of the job/,
      /up to 2 minutes/,
    ],
    [
      failed(
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
      ),
      /could not use the role/,
      /run it again/,
    ],
  ],
  'no-gpu': [
    [
      failed(
        started,
        'CannotStartContainerError: Error response from daemon: could not select device driver "" with capabilities: [[gpu]]',
      ),
      /wants a GPU/,
      /one GPU or more/,
    ],
  ],
  'cannot-start': [
    [
      failed(
        started,
        'CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: "/bin/bash": no such file',
      ),
      /could not be started/,
      /has a shell/,
    ],
  ],
  'time-limit': [
    [
      failed('Job attempt duration exceeded timeout', '', { attemptSeconds: 14_400, exitCode: 137 }),
      'It ran longer than one try may (4 h), so AWS ended it. It is not tried again.',
      /more time/,
    ],
  ],
  'part-failed': [[failed('Array Child Job failed'), /part of the job failed/, /^Open the part/]],
  'job-before-failed': [[failed('Dependent Job failed'), /waited for failed/, /run both again/]],
  memory: [
    [
      failed('Essential container in task exited', 'OutOfMemoryError: Container killed due to memory usage', {
        exitCode: 0,
        asks: { vcpus: 4, memoryMb: 2_048, gpus: 0 },
      }),
      'It ran out of memory (2.1 GB), so the machine ended it.',
      /more memory/,
    ],
    [exited(137), 'It ran out of memory, so the machine ended it.', /more memory/],
  ],
  'bootstrap-no-tools': [[exited(90), /neither the AWS command line nor boto3/, /catalogue/]],
  'bootstrap-no-code': [[exited(91), /folder with the code/, /name of the script/]],
  'bootstrap-no-data': [[exited(92), /data was not found/, /place of the data/]],
  'bootstrap-no-rights': [[exited(93), /may not read or write in the bucket/, /bucket/]],
  'bootstrap-not-uploaded': [[exited(94), /results could not be stored/, /bucket is still there/]],
  'bootstrap-disk-full': [[exited(95), /disk of the machine is full/, /less data/]],
  'bootstrap-changed': [[exited(96), /not the one that was reviewed/, /put there anew/]],
  'not-found-command': [[exited(127), /does not have a program/, /last line of the log/]],
  crashed: [
    [exited(139), 'A program in the script crashed (code 139).', /GPU driver/],
    [exited(134), 'A program in the script crashed (code 134).', /GPU driver/],
  ],
  'asked-to-end': [[exited(143), /told to end/, /last checkpoint/]],
  'script-error': [
    [
      exited(1, {
        logTail: [
          'Traceback (most recent call last):',
          '  File "/opt/train.py", line 12, in <module>',
          "ValueError: could not convert string to float: 'a'",
          'uploading what is there',
        ],
      }),
      "The script ended with an error: “ValueError: could not convert string to float: 'a'”",
      /^Read the last lines of the log/,
    ],
    [exited(2), 'The script ended with an error (code 2).', /mend the script/],
  ],
  'no-log': [[failed('Something that nobody knows'), /does not say more/, /^Read the log/]],
};

const rows = [...explainRows.waiting, ...explainRows.failed];

describe('why a job waits or failed', () => {
  test('every row has what AWS says, and a source', () => {
    expect(Object.keys(cases)).toEqual(rows.map(({ id }) => id));
    for (const { source } of rows) expect(source).toMatch(/^https:\/\/|^docs\//);
  });

  test.each(Object.entries(cases).flatMap(([id, all]) => all.map((one) => [id, ...one] as const)))(
    '%s',
    (id, facts, says, mend) => {
      const why = explain(facts);
      expect(why?.id).toBe(id);
      const [said, mended] = [say('en', why!.says, when), say('en', why!.mend, when)];
      if (typeof says === 'string') expect(said).toBe(says);
      else expect(said).toMatch(says);
      if (typeof mend === 'string') expect(mended).toBe(mend);
      else expect(mended).toMatch(mend);
      for (const language of languages)
        for (const words of [why!.says, why!.mend])
          expect(say(language, words, when)).not.toMatch(/undefined|none|[{}]/);
    },
  );

  test('nothing is explained that is as it should be', () => {
    for (const status of ['SUBMITTED', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED'])
      expect(explain({ status, statusReason: '', waitedSeconds: 60 })).toBeNull();
  });

  test('an environment that is one of several stops nothing while another works', () => {
    const environments = [
      { name: 'a', state: 'ENABLED', status: 'INVALID', reason: 'CLIENT_ERROR - x' },
      { name: 'b', state: 'ENABLED', status: 'VALID', reason: '' },
    ];
    expect(explain(waiting('', { environments }))).toBeNull();
  });

  test('what AWS and the script say is kept one click away, without what is secret', () => {
    const why = explain(exited(1, { logTail: ['password=hunter2', 'KeyError: "token=abcdef"'] }));
    expect(why?.technical).toContain('KeyError');
    expect(JSON.stringify(why)).not.toMatch(/hunter2|abcdef/);
    expect(explain(waiting('UNDETERMINED - Batch job is blocked'))?.technical).toContain('UNDETERMINED');
  });

  test('a code of our own program is believed when its log says so, and is else the script’s', () => {
    const line = 'millwright: stopped with code 92: no data at s3://b/none';
    const ours = explain(exited(92, { logTail: ['millwright: Fetching the data', line, 'bye'] }));
    expect([ours?.id, ours?.technical]).toEqual(['bootstrap-no-data', line]);
    expect(explain(exited(92, { logTail: ['sys.exit(92)'] }))?.id).toBe('script-error');
  });

  test('the error of a script is the last line that names one, or the last line', () => {
    expect(lastError(['KeyError: 1', 'tensorflow.errors.OpError: 2', 'bye', ''])).toBe(
      'tensorflow.errors.OpError: 2',
    );
    expect(lastError(['no such thing', ' '])).toBe('no such thing');
    expect(lastError([])).toBeUndefined();
    expect(lastError(['ValueError: x', 'millwright: done'])).toBe('ValueError: x');
    expect(lastError([`RuntimeError: ${'long '.repeat(100)}`])?.length).toBeLessThanOrEqual(160);
  });
});
