/** Filters and order that SageMaker's lists of named things share. */

interface Listed {
  name: string;
  createdAt: number;
  modifiedAt: number;
}

interface ListFilters {
  NameContains?: string | undefined;
  CreationTimeBefore?: Date | undefined;
  CreationTimeAfter?: Date | undefined;
  LastModifiedTimeBefore?: Date | undefined;
  LastModifiedTimeAfter?: Date | undefined;
}

/** AWS matches names without regard to case and reads "before" and "after" as exclusive. */
export function within(thing: Readonly<Listed>, filters: ListFilters): boolean {
  return (
    (filters.NameContains === undefined ||
      thing.name.toLowerCase().includes(filters.NameContains.toLowerCase())) &&
    between(thing.createdAt, filters.CreationTimeAfter, filters.CreationTimeBefore) &&
    between(thing.modifiedAt, filters.LastModifiedTimeAfter, filters.LastModifiedTimeBefore)
  );
}

function between(time: number, after: Date | undefined, before: Date | undefined): boolean {
  return (after === undefined || time > after.getTime()) && (before === undefined || time < before.getTime());
}

/** A sorted copy; equal values keep the order of their names, so that pages do not overlap. */
export function sorted<T extends Listed, K extends keyof T>(
  things: readonly Readonly<T>[],
  by: K,
  order: 'Ascending' | 'Descending' | undefined,
): Readonly<T>[] {
  const sign = order === 'Descending' ? -1 : 1;
  const compare = (a: Readonly<T>, b: Readonly<T>) =>
    a[by] < b[by] ? -sign : a[by] > b[by] ? sign : a.name < b.name ? -1 : 1;
  return [...things].sort(compare);
}
