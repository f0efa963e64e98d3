/** Things of others that look like ours: the same names with a little more behind, the same tags of another plan. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** In the name of each look-alike. */
export const marker = 'look-alike';

const kinds = [
  'cloudformation/stack',
  'sagemaker/notebook-instance',
  'sagemaker/notebook-instance-lifecycle-config',
  'scheduler/schedule',
  's3/bucket',
  'iam/role',
] as const;

/**
 * Puts `count` of them into the account in `to`, each a copy of one that Millwright made in the account in `from`.
 * Straight into the file: as many calls would take minutes.
 */
export function plantLookAlikes(from: string, to: string, count: number): void {
  const template = new DatabaseSync(join(from, 'account', 'account.sqlite'));
  const account = new DatabaseSync(join(to, 'account', 'account.sqlite'));
  try {
    const all = template.prepare('select * from resource where kind = ?');
    const models = kinds.flatMap((kind) => {
      const model = all.all(kind).findLast((one) => /crash-/.test(String(one['key'])));
      return model === undefined ? [] : [model];
    });
    if (models.length < kinds.length) throw new Error('The account to copy from has too little.');
    const row = account.prepare('insert into resource values (?, ?, ?, ?, ?)');
    const entry = account.prepare(
      "insert into ledger (kind, key, region, madeAt, madeBy, goneAt, billed) values (?, ?, ?, '2026-01-01T00:00:00.000Z', 'arn:aws:iam::000000000000:user/somebody', null, '[]')",
    );
    account.exec('begin');
    for (let n = 0; n < count; n += 1) {
      const model = models[n % models.length];
      const text = (column: string) => String(model?.[column]);
      const [kind, region] = [text('kind'), text('region')];
      const id = randomUUID();
      const other = (name: string) =>
        name
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, id)
          .replaceAll(/crash-(nb|bucket-4417)/g, `crash-$1-${marker}-${n}`)
          .replaceAll(/millwright-(foundation|us-east-1-\w+)/g, `millwright-$1-${marker}-${n}`)
          // Running ones would use up the account's quota.
          .replace('"status":"InService"', '"status":"Stopped"')
          .replaceAll(/"[0-9a-f]{20}"/g, `"${n.toString(16).padStart(20, '0')}"`);
      const key = other(text('key'));
      row.run(kind, region, key, 1_000_000 + n, other(text('json')));
      entry.run(kind, key, region);
    }
    account.exec('commit');
  } finally {
    template.close();
    account.close();
  }
}
