/** What a piece of work costs the processor, ms: on a shared machine the time that passes says little. */
export function busyMs(): () => number {
  const begun = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1_000;
  };
}
