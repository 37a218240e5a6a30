import { switchIn } from '../../shared/switch-word.ts';

/**
 * What a card asks for the protection of the public: that the box stands where the public is, and from how many people on it reads
 * faces.
 */
export type Protection = { readonly venue: true; readonly people?: number };

const VENUE = /(?:^|[{,])[ \t]*["']?venue["']?[ \t]*[:=][ \t]*["']?([^\s,}#"']+)/im;
const PEOPLE = /(?:^|[{,])[ \t]*["']?venue_people["']?[ \t]*[:=][ \t]*["']?([2-8])["']?[ \t]*(?:$|[,}#])/im;

/**
 * What a text asks for, however much of it is wrong: whoever writes `venue` and does not say no to it wants it, also in a place where it
 * has no effect. Undefined if it does not ask.
 */
export function protectionIn(text: string): Protection | undefined {
  const [, word] = VENUE.exec(text) ?? [];
  if (word === undefined || word === 'null' || word === '~' || switchIn(word) === false) return undefined;
  const [, people] = PEOPLE.exec(text) ?? [];
  return { venue: true, ...(people !== undefined && { people: Number(people) }) };
}

/** A configuration with this protection in it: until the notice is confirmed, the camera waits. */
export function protectedBy({ people }: Protection, configuration: string): string {
  const set = (text: string, key: string, value: string): string => {
    const line = new RegExp(`^${key}[ \t]*:.*$`, 'm');
    return line.test(text) ? text.replace(line, `${key}: ${value}`) : `${text.trimEnd()}\n${key}: ${value}\n`;
  };
  const closed = set(configuration, 'venue', 'true');
  return people === undefined ? closed : set(closed, 'venue_people', String(people));
}
