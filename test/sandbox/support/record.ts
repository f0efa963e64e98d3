/**
 * Set-up of the sandbox's tests. With `MILLWRIGHT_RECORD` every call of these tests is written down for botocore's models
 * to judge, but not the calls of tests that send made-up shapes on purpose, or that start the command line, which says the
 * same as the SDK.
 */
import { basename } from 'node:path';
import { expect } from 'vitest';

const notJudged =
  /^(?:wire|engine|durability|port|doc|signature|s3-wire|iam-evaluate|scheduler-expressions|.*-cli)/;

/** The files of a worker share their process: what one of them leaves out, the next one has again. */
const known = globalThis as { recordOfRun?: string };
known.recordOfRun ??= process.env['MILLWRIGHT_RECORD'] ?? '';

if (known.recordOfRun !== '') process.env['MILLWRIGHT_RECORD'] = known.recordOfRun;
if (notJudged.test(basename(expect.getState().testPath ?? ''))) delete process.env['MILLWRIGHT_RECORD'];
