/** The STS operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export { STSClient as Client, AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
