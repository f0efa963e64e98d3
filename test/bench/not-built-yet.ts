/** Measures of speed whose subject does not exist in this version. */
export const notBuiltYet: readonly string[] = [
  'inventory of 500 endpoints beside the 10,000 Batch jobs: five requests more',
];
