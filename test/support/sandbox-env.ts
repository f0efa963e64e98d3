import { join } from 'node:path';
import type { SandboxListening } from '../../main/sandbox/index.ts';

/** The environment in which the program reaches a sandbox account, away from the AWS files of this computer. `folder` has none. */
export const sandboxEnv = (listening: SandboxListening, folder: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: listening.url,
  AWS_ACCESS_KEY_ID: listening.accessKeyId,
  AWS_SECRET_ACCESS_KEY: listening.secretAccessKey,
  AWS_REGION: listening.region,
  AWS_CONFIG_FILE: join(folder, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
});
