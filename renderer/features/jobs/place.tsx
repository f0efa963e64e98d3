import { dataPage } from './s3-place.ts';

/** An address in S3 as a way to its page in Data; anything else as it is. */
export function Place({ of }: { of: string }) {
  const page = dataPage(of);
  return page === null ? (
    <span className="mw-code">{of}</span>
  ) : (
    <a className="mw-link" href={page}>
      {of}
    </a>
  );
}
