/** Close codes of the loopback host's socket. */
export const closeCodes = { unauthorized: 4401, badMessage: 4400, elsewhere: 4409, ending: 4503 } as const;
