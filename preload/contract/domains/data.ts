import { z } from 'zod';
import { method } from '../method.ts';
import { OpenedOutside } from './app.ts';
import { Refused } from './notebooks.ts';

export const BucketRow = z.strictObject({
  name: z.string(),
  region: z.string(),
  createdAt: z.string(),
  ours: z.boolean(),
});
export type BucketRow = z.infer<typeof BucketRow>;

export const ObjectRow = z.strictObject({
  key: z.string(),
  name: z.string(),
  kind: z.enum(['folder', 'file']),
  bytes: z.number(),
  changedAt: z.string().nullable(),
  storageClass: z.string().nullable(),
});
export type ObjectRow = z.infer<typeof ObjectRow>;

export const Preview = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    header: z.boolean(),
    rows: z.array(z.array(z.string())),
    more: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('image'),
    mime: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
    base64: z.string(),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), more: z.boolean() }),
  z.strictObject({ kind: z.literal('none'), why: z.enum(['binary', 'empty', 'tooLarge']) }),
]);
export type Preview = z.infer<typeof Preview>;

/** As S3 names buckets, the long ones of before 2018 included: "Bucket naming rules" of the Amazon S3 user guide. */
const BucketName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/);
/** At most 1024 bytes: "Naming Amazon S3 objects" there. */
const ObjectKey = z.string().min(1).max(1024);

/** Buckets and what is in them. Uploading and deleting are plans (`data-upload`, `data-delete`). */
export const data = {
  buckets: method({
    input: z.strictObject({}),
    /** Changes since `version` come as `list` events. */
    output: z.strictObject({
      version: z.number().int(),
      rows: z.array(BucketRow),
      refused: z.array(Refused).default([]),
    }),
    effect: 'read',
    cancellable: true,
  }),
  list: method({
    input: z.strictObject({ bucket: BucketName, prefix: z.string(), continueFrom: z.string().nullable() }),
    output: z.strictObject({ rows: z.array(ObjectRow), continueFrom: z.string().nullable() }),
    effect: 'read',
    cancellable: true,
  }),
  preview: method({
    input: z.strictObject({ bucket: BucketName, key: ObjectKey }),
    output: Preview,
    effect: 'read',
    cancellable: true,
  }),
  download: method({
    input: z.strictObject({ bucket: BucketName, key: ObjectKey }),
    output: OpenedOutside,
    effect: 'read',
    // In Electron it ends with the file, and a file may be large.
    timeoutMs: 6 * 3_600_000,
    cancellable: true,
  }),
  /**
   * Reserves a place on this computer for files that the person picked. The window then hands each file over by
   * `uploadStaged` of its host; the plan `data-upload` names the stage.
   */
  stage: method({
    input: z.strictObject({
      files: z
        .array(
          z.strictObject({
            path: z.string().max(1024),
            bytes: z.number().int().min(0),
            /** When the file was last changed, ms since 1970. */
            modifiedAt: z.number().optional(),
          }),
        )
        .min(1)
        .max(10_000),
    }),
    /** `there`: indexes of files that an earlier stage had and that were not changed; they need not be handed over. */
    output: z.strictObject({ stageId: z.string(), there: z.array(z.number().int()).default([]) }),
    effect: 'write',
  }),
};
