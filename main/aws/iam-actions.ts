/**
 * IAM's name of the right that an API operation asks, where it is another one than the operation's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const others: Record<string, string> = {
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListMultipartUploads': 's3:ListBucketMultipartUploads',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListParts': 's3:ListMultipartUploadParts',
  's3:UploadPart': 's3:PutObject',
};

/** `s3:HeadBucket` to `s3:ListBucket`. Services are named as the SDK's clients are. */
export const iamAction = (service: string, operation: string): string =>
  others[`${service}:${operation}`] ?? `${service.replaceAll('-', '')}:${operation}`;
