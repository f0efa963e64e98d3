import { useSay } from '../i18n/use-say.ts';
import { shortenedName, shortName, thingPage } from './things.ts';

/** "Notebook sales-forecast", with AWS's name of the kind small beside it and the whole identifier on hover. */
export function ThingName({ thing }: { thing: { type: string; name: string } }) {
  const { kind } = useSay();
  const page = thingPage(thing);
  const name = shortenedName(shortName(thing.name));
  return (
    <span title={thing.name}>
      {kind(thing.type)}{' '}
      {page === null ? (
        name
      ) : (
        <a className="mw-link" href={page}>
          {name}
        </a>
      )}{' '}
      <span className="mw-note">{thing.type}</span>
    </span>
  );
}

/** An identifier as short as people tell it apart by; the whole of it on hover. */
export function ShortName({ name }: { name: string }) {
  return <span title={name}>{shortenedName(shortName(name))}</span>;
}
