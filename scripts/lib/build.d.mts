export function ensureBuilt(options?: { say?: (text: string) => void }): Promise<boolean>;
export function builtFiles(): Promise<string[]>;
