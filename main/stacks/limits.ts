/** How long the program waits for what, ms. docs/aws.md, "Waiting", has the same table in words. */
const minute = 60_000;
const hour = 60 * minute;

export const limits = {
  /** No way to AWS, or no sign-in: the laptop may have been carried away for the day. */
  contact: 12 * hour,
  /** AWS is reached and in trouble, or refuses because of too many calls. */
  trouble: hour,
  /** A change set that AWS works out. */
  changeSet: hour,
  /** A stack that is made, changed or deleted. */
  stack: 4 * hour,
  /** A thing that starts, stops or goes. */
  thing: 2 * hour,
  /** A role that was just made, until services take it. */
  role: 2 * minute,
  /** What was just made and is not seen yet: lists and descriptions lag. */
  appears: 3 * minute,
  /** What is not seen and may never have been made, or is being deleted: two looks so far apart. */
  doubt: 5_000,
} as const;
