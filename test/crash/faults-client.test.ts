/** Faults that happen before any port is reached: a name that does not exist, a certificate that nobody trusts, a closed port. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectAws } from '../../main/aws/connect.ts';
import { openMeter } from '../../main/aws/meter.ts';
import { systemClock } from '../../main/clock.ts';
import { AppFailure } from '../../main/failure.ts';
import { noPoints } from '../../main/points.ts';
import { languages, words } from '../../words/index.ts';

async function refusalAt(endpoint: string): Promise<AppFailure> {
  const credentials = () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
  const clock = { ...systemClock, sleep: () => Promise.resolve() };
  const tools = { clock, points: noPoints, meter: openMeter() };
  try {
    const aws = await connectAws({ region: 'us-east-1', credentials, endpoint }, tools);
    aws.close();
  } catch (error) {
    if (error instanceof AppFailure) return error;
    throw error;
  }
  throw new Error('Somebody answered.');
}

function expectWords({ error }: AppFailure): void {
  for (const language of languages)
    for (const { key } of [error.says, error.mend]) expect(words[language][key], key).toBeTruthy();
}

test('F16: a name that cannot be found is said', async () => {
  const refused = await refusalAt('https://nothing.invalid');
  expect(refused.error.code).toBe('connection.noEndpoint');
  expectWords(refused);
});

test('F17: a certificate that is not trusted is said', async (context) => {
  const dir = mkdtempSync(join(tmpdir(), 'millwright-tls-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  try {
    const wish = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
    execFileSync('openssl', ['req', ...wish.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    context.skip('openssl is not installed');
  }
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const refused = await refusalAt(`https://127.0.0.1:${port}`);
    expect(refused.error.code).toBe('network.proxy');
    expectWords(refused);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  }
});
