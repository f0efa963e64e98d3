/** S3: buckets, objects, uploads in parts. Bytes are files under generated ids; keys are data and never paths. */
import type { SandboxAccount, ServiceModule } from '../../engine/types.ts';
import { bucketPolicyOperations } from './bucket-policy.ts';
import { bucketOperations } from './buckets.ts';
import { configurationOperations } from './configuration.ts';
import { listOperations } from './listing.ts';
import { multipartOperations } from './multipart.ts';
import { readOperations } from './read.ts';
import { DELETE_BLOBS, deleteBlobs } from './store.ts';
import { versionOperations } from './versions.ts';
import { writeOperations } from './write.ts';

export const s3: ServiceModule = {
  signingName: 's3',
  iamPrefix: 's3',
  title: 'S3',
  sdk: () => import('@aws-sdk/client-s3'),
  operations: {
    ...bucketOperations,
    ...configurationOperations,
    ...bucketPolicyOperations,
    ...writeOperations,
    ...readOperations,
    ...listOperations,
    ...versionOperations,
    ...multipartOperations,
  },
  timers: {
    [DELETE_BLOBS]: (account: SandboxAccount, _region: string, data: { blobs: string[] }) =>
      deleteBlobs(account, data),
  },
  notModelled: [
    'Lifecycle rules are checked, kept and shown; objects do not move, expire or end uploads by them',
    'Addresses with the bucket in the host name: path style only',
    'Redirects to the region of a bucket: every region answers for every bucket',
    'Requests for payment by the gigabyte, minimum days and retrieval of the archive classes (objects stay readable)',
    'ACLs other than private, website hosting, notifications, replication, object lock, inventory, access points',
    'Server-side encryption is named in answers; bytes on disk are as they came',
    'Public access: anonymous calls are refused whatever the policy says',
    'MFA delete, S3 Select, torrents, directory buckets, table buckets',
  ],
};
