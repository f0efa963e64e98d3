/** Measures of speed whose subject does not exist in this version. */
export const notBuiltYet: readonly string[] = [
  'inventory of 10,000 Batch jobs and 500 endpoints in 19 requests',
  'log of 100,000 lines: first lines and search',
];
