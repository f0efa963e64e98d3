/**
 * Condition keys that a real call carries. The simulation names every key of all policies of a caller that it was not
 * given, also of statements about other actions (seen by users of AWS: github.com/boto/boto3/issues/3111); one that the
 * call never carries is as absent then as in the simulation and leaves the answer as it is.
 * Keys by action: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */

const changeSet = ['cloudformation:changesetname'];

/** Of services whose calls Millwright makes itself, with all their parameters known. The keys that are given are not named here. */
const ownKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  cloudformation: {
    CreateChangeSet: changeSet,
    DescribeChangeSet: changeSet,
    ExecuteChangeSet: changeSet,
    DeleteChangeSet: changeSet,
  },
};

/** False only where it is sure that a call of this action has no such key. */
export function mayCarry(action: string, key: string): boolean {
  const [service = '', operation = ''] = action.split(':');
  const name = key.toLowerCase();
  const owner = name.split(':')[0];
  if (owner === 'aws')
    return !/^aws:(?:requesttag\/|tagkeys$)/.test(name) || /^(?:Create|Add|Tag)/.test(operation);
  if (owner !== service || (name === 'iam:passedtoservice' && operation !== 'PassRole')) return false;
  const known = ownKeys[service];
  return known === undefined || (known[operation]?.includes(name) ?? false);
}

/**
 * Tags of what Millwright made. Policies ask only whether they are there, and a simulation does not look them up: it can be
 * asked again with them.
 */
export const isOurTag = (key: string): boolean => key.toLowerCase().startsWith('aws:resourcetag/millwright:');
