/** The folder of the repository. */
export const root: string;

export declare const programFlags: readonly string[];
