/** A thin bar; waiting is hatched amber, running blue. Without a known share the bar moves by itself. */
export function Bar({
  share,
  waiting = false,
  label,
}: {
  share: number | null;
  waiting?: boolean;
  label: string;
}) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <progress
      className={waiting ? 'mw-bar mw-bar-waiting' : 'mw-bar'}
      aria-label={label}
      max={100}
      {...(percent !== undefined && { value: percent })}
    />
  );
}
