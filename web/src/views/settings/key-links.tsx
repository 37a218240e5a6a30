import { isAtLeast } from '../../box/rights.ts';

/** What looks like the name of a key in a sentence of the command line: `music.library`. */
const KEY = /\b((?:camera|inference|mood|presence|music|player|mqtt|web|history|state|log)\.[a-z_]+)\b/;

/** A sentence of the command line, in which for owners the name of each key leads to its setting. */
export function KeyLinks({ text }: { readonly text: string }) {
  const pieces = text.split(KEY);
  const isKey = (at: number): boolean => at % 2 === 1 && !/\/$/.test(pieces[at - 1] ?? '') && !/\.md$/.test(pieces[at] ?? '');
  return <>{pieces.map((piece, at) => (isAtLeast('owner') && isKey(at) ? <KeyLink key={piece} name={piece} /> : piece))}</>;
}

const KeyLink = ({ name }: { readonly name: string }) => <a href={`#/settings/${name}`}>{name}</a>;
