/** What was wrong with the data, in the words of a script that stumbles over it. In a file that loads no library. */
export class WrongData extends Error {}
