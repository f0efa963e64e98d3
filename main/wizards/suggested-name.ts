/** Six digits that differ from plan to plan: bucket names are unique in all of AWS. */
export const digitsOf = (planId: string): string =>
  String(parseInt(planId.slice(0, 8), 16) % 1_000_000).padStart(6, '0');
