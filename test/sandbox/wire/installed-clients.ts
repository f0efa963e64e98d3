/** All SDK clients that are installed, each as a service whose operations answer what a test tells them. */
import { readdirSync } from 'node:fs';
import type { Operation, ServiceModule } from '../../../main/sandbox/engine/types.ts';
import { clientClass, serviceModel, type ServiceModel } from '../../../main/sandbox/wire/service-model.ts';

type Sdk = Record<string, unknown>;

export interface Client {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

export interface InstalledClient {
  name: string;
  sdk: Sdk;
  model: ServiceModel;
  signingName: string;
  /** `undefined` where the SDK exports no such command. */
  command(operation: string, input: unknown): object | undefined;
  connect(config: object): Client;
}

export async function installedClients(): Promise<InstalledClient[]> {
  const names = readdirSync('node_modules/@aws-sdk')
    .filter((n) => n.startsWith('client-'))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      // eslint-disable-next-line no-unsanitized/method -- names of installed packages, read from disk
      const sdk = (await import(`@aws-sdk/${name}`)) as Sdk;
      const Class = clientClass(sdk) as unknown as new (config: object) => Client & {
        config: { defaultSigningName: string };
      };
      const probe = new Class({ region: 'us-east-1' });
      const { defaultSigningName } = probe.config;
      probe.destroy();
      return {
        name,
        sdk,
        model: serviceModel(sdk),
        signingName: defaultSigningName,
        command: (operation: string, input: unknown) => {
          const Command = sdk[`${operation}Command`] as (new (input: unknown) => object) | undefined;
          return Command && new Command(input);
        },
        connect: (config: object) => new Class(config),
      };
    }),
  );
}

/** A service of one client in which every operation is `run`. */
export function answeringService(
  client: InstalledClient,
  run: (operation: string, input: Record<string, unknown>) => Record<string, unknown>,
): ServiceModule {
  const operations = Object.fromEntries(
    [...client.model.operations.keys()].map((name): [string, Operation] => [
      name,
      { open: true, run: async ({ input }) => run(name, await collected(input)) },
    ]),
  );
  return {
    signingName: client.signingName,
    iamPrefix: client.signingName,
    title: client.name,
    sdk: async () => client.sdk,
    operations,
    notModelled: [],
  };
}

/** Streams of bytes read to their end. */
async function collected(input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const out = { ...input };
  for (const [name, value] of Object.entries(input))
    if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of value as AsyncIterable<Uint8Array>) chunks.push(chunk);
      out[name] = new Uint8Array(Buffer.concat(chunks));
    }
  return out;
}
