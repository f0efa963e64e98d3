/**
 * Named places before and after everything that leaves a trace: each AWS call and each journal line. The product passes
 * `noPoints`; the crash and fault tests pass a seam that stops, delays or fails there.
 *
 * Names: `call:<service>:<operation>:before` and `:answered` (AWS has done it, the program does not know it yet);
 * `journal:<line>:before` and `:after`; `task:<taskId>:saved`.
 */
export interface Points {
  /** Resolves when the program may go on. Throwing stands for a fault at this place. */
  reach(name: string): Promise<void>;
}

export const noPoints: Points = { reach: () => Promise.resolve() };
