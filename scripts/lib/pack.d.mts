export function stage(dir: string): Promise<void>;
export function validate(config?: Record<string, unknown>): Promise<void>;
export function pack(options?: { config?: Record<string, unknown>; dir?: boolean }): Promise<string[]>;
