/** Buckets: create, look, list, delete. */
import type {
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationRequest,
  HeadBucketRequest,
  ListBucketsRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { tagsFrom } from '../shared/tags.ts';
import { onAllBuckets, onBucket } from './access.ts';
import { refusal } from './errors.ts';
import type { Bucket } from './kinds.ts';
import { isBucketName, isForeign } from './names.ts';
import { bucketIn, discard, tables, wholeSecond } from './store.ts';

const MAX_BUCKETS = 10_000;
const HOME_REGION = 'us-east-1';

/** Where the bucket is to be, by S3's rules for the region whose endpoint was called. */
function regionOf({ input, region }: Call<CreateBucketRequest>): string {
  const given: string | undefined = input.CreateBucketConfiguration?.LocationConstraint;
  const wanted = given === 'EU' ? 'eu-west-1' : given;
  if (region === HOME_REGION) {
    if (wanted === HOME_REGION) throw refusal('InvalidLocationConstraint');
    return wanted ?? HOME_REGION;
  }
  if (wanted === undefined) throw refusal('IllegalLocationConstraintException');
  if (wanted !== region) {
    throw refusal(
      'IllegalLocationConstraintException',
      `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  return wanted;
}

/** What AWS gives to every bucket since 2023: encryption, no public access, no ACLs. */
function defaults(input: CreateBucketRequest): Bucket['configuration'] {
  return {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: input.ObjectOwnership ?? 'BucketOwnerEnforced' }] },
  };
}

function createBucket(call: Call<CreateBucketRequest>): object {
  const { account, input, now } = call;
  const name = input.Bucket ?? '';
  if (!isBucketName(name)) throw refusal('InvalidBucketName', undefined, { BucketName: name });
  const region = regionOf(call);
  if (input.ACL !== undefined && input.ACL !== 'private') {
    throw refusal(
      'InvalidRequest',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
  const table = tables.buckets(account);
  const known = table.get(name);
  // In us-east-1 making one's own bucket again is a success, everywhere else a refusal.
  if (known && (region !== HOME_REGION || known.region !== HOME_REGION)) {
    throw refusal('BucketAlreadyOwnedByYou', undefined, { BucketName: name });
  }
  if (isForeign(name)) throw refusal('BucketAlreadyExists', undefined, { BucketName: name });
  if (!known && table.list().length >= MAX_BUCKETS) {
    throw refusal('InvalidRequest', 'You have attempted to create more buckets than allowed');
  }
  if (!known) {
    table.put({
      name,
      region,
      createdAt: wholeSecond(now),
      configuration: defaults(input),
      versioning: 'never',
      tags: tagsFrom(input.CreateBucketConfiguration?.Tags),
      stored: {},
    });
  }
  return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
}

function deleteBucket(call: Call<DeleteBucketRequest>): object {
  const { account } = call;
  const { name } = bucketIn(call);
  const prefix = `${name}/`;
  const [object] = tables.objects(account).range({ prefix, limit: 1 });
  if (object) {
    const versioned = object.deleteMarker || tables.older(account).range({ prefix, limit: 1 }).length > 0;
    throw refusal(
      'BucketNotEmpty',
      versioned
        ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
        : undefined,
      { BucketName: name },
    );
  }
  for (const upload of tables
    .uploads(account)
    .list()
    .filter((u) => u.bucket === name)) {
    const parts = tables.parts(account).range({ prefix: `${upload.id}/`, limit: 10_000 });
    for (const part of parts)
      tables.parts(account).delete(`${upload.id}/${String(part.number).padStart(5, '0')}`);
    discard(account, parts);
    tables.uploads(account).delete(upload.id);
  }
  tables.buckets(account).delete(name);
  return {};
}

function listBuckets({ account, input }: Call<ListBucketsRequest>): object {
  const size = Math.min(input.MaxBuckets ?? MAX_BUCKETS, MAX_BUCKETS);
  const after =
    input.ContinuationToken === undefined
      ? {}
      : { after: Buffer.from(input.ContinuationToken, 'base64url').toString() };
  const found = tables
    .buckets(account)
    .range({ prefix: input.Prefix ?? '', ...after, limit: MAX_BUCKETS + 1 })
    .filter((bucket) => input.BucketRegion === undefined || bucket.region === input.BucketRegion);
  const page = found.slice(0, size);
  const last = page.at(-1);
  return {
    Buckets: page.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.createdAt),
      BucketRegion: bucket.region,
      BucketArn: `arn:aws:s3:::${bucket.name}`,
    })),
    Owner: owner(account.id),
    ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    ...(last && found.length > size
      ? { ContinuationToken: Buffer.from(last.name).toString('base64url') }
      : {}),
  };
}

/** Canonical user id of the account: 64 hex digits. */
export const owner = (accountId: string): { ID: string } => ({ ID: accountId.padStart(64, '0') });

export const bucketOperations: Operations = {
  CreateBucket: operation({ access: onBucket('CreateBucket'), run: createBucket }),
  DeleteBucket: operation({ access: onBucket('DeleteBucket'), run: deleteBucket }),
  ListBuckets: operation({ access: onAllBuckets, run: listBuckets }),
  HeadBucket: operation<HeadBucketRequest, object>({
    access: onBucket('ListBucket'),
    run(call) {
      const bucket = bucketIn(call);
      return {
        BucketRegion: bucket.region,
        AccessPointAlias: false,
        BucketArn: `arn:aws:s3:::${bucket.name}`,
      };
    },
  }),
  GetBucketLocation: operation<GetBucketLocationRequest, object>({
    access: onBucket('GetBucketLocation'),
    run(call) {
      const { region } = bucketIn(call);
      return region === HOME_REGION ? {} : { LocationConstraint: region };
    },
  }),
};
