/** The test files, from the root, that run more when `MILLWRIGHT_LONG` asks for it, in order. */
export function longTestFiles(): Promise<string[]>;
