import type { PlanSource } from '../../main/plans/source.ts';
import { spotFact } from '../../main/wizards/gpu-training/draft.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import { allTypes, shippedOffers } from '../../main/wizards/gpu-training/sizes.ts';
import type { StackChange, Target } from '../../preload/contract/plan.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { account, foundationReady, friday, planOf, problemsOf } from './support.ts';

export const source = gpuTraining as PlanSource;
export const spotKey = spotFact({ pool: '' });
export const [code, data] = [`stage:${'a'.repeat(32)}`, `stage:${'b'.repeat(32)}`];

export const answers: Answers = {
  name: 'census',
  code,
  data: { training: data },
  bucket: { choice: 'new', newName: 'census-4417' },
};

export const zones = ['eu-west-1a', 'eu-west-1b'];
/** Every type of the cards, in both zones. */
export const offers = shippedOffers.map((offer) => ({ ...offer, zones }));

const file = (path: string, bytes = 100) => ({ path, bytes, sha256: 'c'.repeat(64) });
export const staged = (...paths: string[]) => ({ files: paths.map((path) => file(path)) });

/** An account where nothing keeps a training from being started. */
export const free: Record<string, unknown> = {
  ...foundationReady,
  'stack:millwright-training': null,
  'stack:millwright-training-census': null,
  'stack:millwright-storage-census-4417': null,
  'bucket:census-4417': { exists: 'no', region: null },
  [code]: staged('program/train.py', 'program/lib/data.py'),
  [data]: staged('train.csv'),
  'gpu-offers': offers,
  'machine-networks': {
    subnets: [
      { id: 'subnet-0a', zone: zones[0], vpc: 'vpc-1', name: 'a', defaultNetwork: true, publicAddress: true },
      { id: 'subnet-0b', zone: zones[1], vpc: 'vpc-1', name: 'b', defaultNetwork: true, publicAddress: true },
      {
        id: 'subnet-0c',
        zone: zones[0],
        vpc: 'vpc-2',
        name: 'own',
        defaultNetwork: false,
        publicAddress: false,
      },
    ],
    groups: { 'vpc-1': 'sg-1', 'vpc-2': 'sg-2' },
  },
  [spotKey]: Object.fromEntries(allTypes.map((type) => [type, { [zones[0]!]: 0.2, [zones[1]!]: 0.25 }])),
  'quota:ec2/L-3819A6DF': { limit: 16, code: 'L-3819A6DF', inUse: null },
};

export const train = (
  given: Answers = {},
  values: Record<string, unknown> = {},
  target: Target = account,
): Plan => planOf(source, { ...answers, ...given }, { ...free, ...values }, friday, target);

export const wrong = (given: Answers) => problemsOf(source, { ...answers, ...given });

export function stackOf({ changes }: Plan, id: string): StackChange {
  const found = changes.find((change) => change.id === id);
  if (found?.kind !== 'stack') throw new Error(`The plan makes no stack ${id}.`);
  return found;
}

/** The environment as a plan of ours made it. */
export const environmentReady = (parameters: Record<string, string> = {}) => ({
  'stack:millwright-training': {
    ...foundationReady['stack:millwright-foundation'],
    source: 'gpu-training',
    parameters: {
      InstanceTypes: 'g4dn.xlarge,g5.xlarge,g6.xlarge',
      MaxVcpus: '4',
      BidPercentage: '0',
      ImageId: '',
      SubnetIds: 'subnet-0a,subnet-0b',
      SecurityGroupIds: 'sg-1',
      GiveUpAfterSeconds: '3600',
      ...parameters,
    },
    outputs: {},
  },
});
