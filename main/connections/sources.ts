/** Where connections come from: the sandbox, the environment of the process, profiles of the AWS configuration files. */
import type { AwsAccess, Credentials } from '../aws/clients.ts';
import { withoutSignIn } from '../aws/scrub.ts';
import { defaultRegion } from './regions.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Source {
  /** `sandbox`, `environment`, or `profile:NAME`. */
  id: string;
  kind: 'sandbox' | 'environment' | 'profile';
  name: string;
  /** Region that its configuration names; the person may choose another. */
  region: string;
}

const profilePrefix = 'profile:';
export const profileOf = (id: string): string => id.slice(profilePrefix.length);

const filesOf = (env: Environment) => ({
  ...(env['AWS_SHARED_CREDENTIALS_FILE'] && { filepath: env['AWS_SHARED_CREDENTIALS_FILE'] }),
  ...(env['AWS_CONFIG_FILE'] && { configFilepath: env['AWS_CONFIG_FILE'] }),
});

/** Names and regions of the profiles, read fresh: signing in elsewhere changes the files. */
async function readProfiles(env: Environment): Promise<Map<string, string | undefined>> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ...filesOf(env), ignoreCache: true });
  const profiles = new Map<string, string | undefined>();
  for (const [name, values] of [...Object.entries(configFile), ...Object.entries(credentialsFile)])
    // Sections such as `sso-session.corp` are no profiles.
    if (!/^(?:sso-session|services)\./.test(name)) profiles.set(name, profiles.get(name) ?? values['region']);
  return profiles;
}

const environmentRegion = (env: Environment) => env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];

/** True when the person pointed this process at an account. */
export const environmentSet = (env: Environment): boolean =>
  Boolean(env['AWS_ENDPOINT_URL'] ?? env['AWS_PROFILE']);

export async function listSources(env: Environment): Promise<Source[]> {
  const profiles = await readProfiles(env);
  const sources: Source[] = [{ id: 'sandbox', kind: 'sandbox', name: 'Sandbox', region: defaultRegion }];
  const { AWS_PROFILE: profile, AWS_ENDPOINT_URL: endpoint } = env;
  if (environmentSet(env) || env['AWS_ACCESS_KEY_ID'] !== undefined)
    sources.push({
      id: 'environment',
      kind: 'environment',
      name: profile ?? (endpoint === undefined ? 'AWS_ACCESS_KEY_ID' : withoutSignIn(endpoint)),
      region: environmentRegion(env) ?? profiles.get(profile ?? 'default') ?? defaultRegion,
    });
  for (const [name, region] of profiles)
    sources.push({ id: `${profilePrefix}${name}`, kind: 'profile', name, region: region ?? defaultRegion });
  return sources;
}

const earlyMs = 5 * 60_000;

/**
 * Asks for credentials once and again when they are about to run out: each client would ask for itself, and a profile
 * that assumes a role calls AWS each time. A sign-in that AWS refuses sooner makes a new access, which reads the files anew.
 */
function remembered(read: Credentials): Credentials {
  let known: ReturnType<Credentials> | undefined;
  return async (...given) => {
    known ??= read(...given);
    try {
      const keys = await known;
      if (keys.expiration === undefined || keys.expiration.getTime() - Date.now() > earlyMs) return keys;
    } catch (error) {
      known = undefined;
      throw error;
    }
    known = read(...given);
    return known;
  };
}

/** Access by the environment or a profile. SSO, assume-role, process and login profiles come with the SDK's own reader. */
export async function accessTo(source: Source, region: string, env: Environment): Promise<AwsAccess> {
  const providers = await import('@aws-sdk/credential-providers');
  const files = filesOf(env);
  if (source.kind === 'profile')
    return {
      region,
      credentials: remembered(
        providers.fromIni({ profile: profileOf(source.id), ...files, ignoreCache: true }),
      ),
    };
  const endpoint = env['AWS_ENDPOINT_URL'];
  const base = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  const profile = env['AWS_PROFILE'];
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (profile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined) {
    const sessionToken = env['AWS_SESSION_TOKEN'];
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    return { ...base, credentials: () => Promise.resolve(keys) };
  }
  return {
    ...base,
    credentials: remembered(
      providers.fromIni({ profile: profile ?? 'default', ...files, ignoreCache: true }),
    ),
  };
}
