import type {
  CreateScheduleGroupInput,
  ListScheduleGroupsInput,
  ScheduleGroupSummary,
} from '@aws-sdk/client-scheduler';
import type { Call, Operation, SandboxAccount } from '../../engine/types.ts';
import { requestTagContext, tagList, tagsFrom } from '../shared/tags.ts';
import { groupArn, groupKind, historyKind, scheduleKind, type ScheduleGroup } from './kinds.ts';
import { conflict, notFound } from './schedules.ts';

interface Named {
  Name: string;
}
interface OfArn {
  ResourceArn: string;
}

const gone = 'scheduler.group.gone';
const onGroup = (call: Call<Named>) => [{ resource: groupArn(call.account, call.region, call.input.Name) }];
const onArn = (call: Call<OfArn>) => [{ resource: call.input.ResourceArn }];

/** Every account has the group "default" from the beginning; it is kept only when something of it was changed. */
function group(account: SandboxAccount, region: string, name: string): Readonly<ScheduleGroup> {
  const kept = account.table(groupKind, region).get(name);
  if (kept !== undefined) return kept;
  if (name !== 'default') throw notFound(`Schedule group ${name} does not exist.`);
  return {
    name,
    arn: groupArn(account, region, name),
    state: 'ACTIVE',
    tags: {},
    createdAt: 0,
    modifiedAt: 0,
  };
}

const create: Operation<CreateScheduleGroupInput & Named> = {
  access: (call) =>
    onGroup(call).map((entry) => ({ ...entry, context: requestTagContext(tagsFrom(call.input.Tags)) })),
  run({ account, region, input, now }) {
    const table = account.table(groupKind, region);
    const name = input.Name;
    if (name === 'default' || table.get(name) !== undefined)
      throw conflict(`Schedule group ${name} already exists.`);
    const arn = groupArn(account, region, name);
    table.put({ name, arn, state: 'ACTIVE', tags: tagsFrom(input.Tags), createdAt: now, modifiedAt: now });
    return { ScheduleGroupArn: arn };
  },
};

const shown = (g: Readonly<ScheduleGroup>): ScheduleGroupSummary => ({
  Arn: g.arn,
  Name: g.name,
  State: g.state,
  CreationDate: new Date(g.createdAt),
  LastModificationDate: new Date(g.modifiedAt),
});

const get: Operation<Named> = {
  access: onGroup,
  run: ({ account, region, input }) => ({ ...shown(group(account, region, input.Name)) }),
};

/** Its schedules go with it: at once they run no more, and a moment later the group is gone. */
const remove: Operation<Named> = {
  access: onGroup,
  run({ account, region, input, now }) {
    if (input.Name === 'default') throw conflict('The default schedule group cannot be deleted.');
    const found = group(account, region, input.Name);
    const schedules = account.table(scheduleKind, region);
    for (const schedule of schedules.list().filter((s) => s.group === found.name)) {
      schedules.delete(scheduleKind.key(schedule));
      account.table(historyKind, region).delete(scheduleKind.key(schedule));
    }
    account
      .table(groupKind, region)
      .put({ ...found, tags: { ...found.tags }, state: 'DELETING', modifiedAt: now });
    account.afterTransition(10, gone, region, { name: found.name });
    return {};
  },
};

const list: Operation<ListScheduleGroupsInput> = {
  page: {
    items: 'ScheduleGroups',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run({ account, region, input }) {
    const kept = account.table(groupKind, region).list();
    const all = [group(account, region, 'default'), ...kept.filter((g) => g.name !== 'default')];
    return { ScheduleGroups: all.filter((g) => g.name.startsWith(input.NamePrefix ?? '')).map(shown) };
  },
};

const named = (call: Call<OfArn>) =>
  group(call.account, call.region, call.input.ResourceArn.split('/')[1] ?? '');
const keep = (call: Call<OfArn>, found: Readonly<ScheduleGroup>, tags: Record<string, string>) =>
  call.account.table(groupKind, call.region).put({ ...found, tags });

export const groupOperations = {
  CreateScheduleGroup: create,
  GetScheduleGroup: get,
  DeleteScheduleGroup: remove,
  ListScheduleGroups: list,
  TagResource: {
    access: onArn,
    run(call) {
      const found = named(call);
      keep(call, found, { ...found.tags, ...tagsFrom(call.input.Tags) });
      return {};
    },
  } satisfies Operation<OfArn & { Tags: { Key: string; Value: string }[] }>,
  UntagResource: {
    access: onArn,
    run(call) {
      const found = named(call);
      const left = Object.entries(found.tags).filter(([key]) => !call.input.TagKeys.includes(key));
      keep(call, found, Object.fromEntries(left));
      return {};
    },
  } satisfies Operation<OfArn & { TagKeys: string[] }>,
  ListTagsForResource: {
    access: onArn,
    run: (call) => ({ Tags: tagList(named(call).tags) }),
  } satisfies Operation<OfArn>,
};

export const groupTimers = {
  [gone]: (account: SandboxAccount, region: string, { name }: { name: string }) =>
    account.table(groupKind, region).delete(name),
};
