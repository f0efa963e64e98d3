export const wantedFuses: Record<string, boolean>;
export function fusesOf(program: Buffer): Record<string, boolean | null>;
export function wrongFuses(program: Buffer): string[];
