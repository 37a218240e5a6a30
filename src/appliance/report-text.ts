import { printable } from '../domain/one-line.ts';
import type { CardReading, FileReading } from './card/card-reading.ts';
import type { SystemSettings } from './card/system/system-settings.ts';

/**
 * What the box tells of itself. `addresses`: its IPv4 addresses, none while it has no network. `port`: the page's. `code`: what the page
 * asks for while it has no PIN, as people read it. `news`: what else happened at this start, a text of one or more lines each.
 */
export type Whereabouts = {
  readonly hostname: string;
  readonly addresses: readonly string[];
  readonly port: number;
  /** The page is for browsers on the box itself alone. */
  readonly isLocal?: boolean;
  readonly code?: string | undefined;
  readonly news?: readonly string[];
};

/** The file beside the settings that answers them. */
export const REPORT = 'moodbox-report.txt';

/**
 * The text of that file: how to reach the page, what was read, what is wrong and what holds instead. It has no passwords, and the line ends
 * of Windows, which every editor knows. Whoever holds the card may set the first PIN, so the code for it is there; with a PIN it is worth
 * nothing.
 */
export function reportText(card: CardReading, where: Whereabouts): string {
  const lines = [
    'moodbox writes this file at every start, as an answer to moodbox.yaml. Change moodbox.yaml, not this one.',
    ...['', ...addressLines(where)],
    ...(where.code === undefined ? [] : [`The page asks for this code before it lets you choose a PIN: ${where.code}`]),
    ...(where.news ?? []).flatMap((text) => ['', text]),
    ...card.empty.flatMap((name) => [
      '',
      `${name} is empty${card.files.length === 0 ? '. The box keeps the settings that it has.' : ', and not read.'}`,
    ]),
    ...(card.files.length + card.empty.length === 0 ? ['', 'There is no moodbox.yaml here. The box keeps the settings that it has.'] : []),
    ...card.files.flatMap((file) => ['', ...fileLines(file)]),
    ...[...card.older.map((name) => `Not read: ${name}, because another file with settings is newer.`), ...card.unread].flatMap((told) => [
      '',
      told,
    ]),
  ];
  // It goes to a screen and a terminal, too.
  return `${lines
    .flatMap((text) => text.split('\n'))
    .map(printable)
    .join('\n')}\n`.replaceAll('\n', '\r\n');
}

function addressLines({ hostname, addresses, port, isLocal }: Whereabouts): readonly string[] {
  if (isLocal) return ['The page: only the box itself opens it, because web.host says so. Take web.host out for the whole house.'];
  const url = (host: string): string => `http://${host}${port === 80 ? '' : `:${port}`}`;
  const byName = `The page: ${url(`${hostname}.local`)}`;
  if (addresses.length === 0) return [byName, 'The box has no network yet: plug in a cable, or give it a Wi-Fi network in moodbox.yaml.'];
  return [byName, `or by number: ${addresses.map(url).join(', ')}`];
}

function fileLines({ name, settings, keys, notes, problems, leftOut }: FileReading): readonly string[] {
  const told = [...systemLines(settings), ...(keys.length > 0 ? [`settings: ${keys.join(', ')}`] : [])];
  const isRight = problems.length + leftOut.length === 0;
  return [
    `Read: ${name}`,
    ...(told.length > 0 || !isRight ? told : ['it sets nothing']).map(indented),
    ...notes.map((note) => indented(`(${note})`)),
    ...listed('Wrong, and not used (what the box had before stays):', problems),
    ...listed('Wrong, and left out:', leftOut),
    ...(isRight ? [] : ['As long as something is wrong here, nothing that the box had before is taken away.']),
  ];
}

const listed = (heading: string, sentences: readonly string[]): readonly string[] =>
  sentences.length === 0 ? [] : [heading, ...sentences.map((sentence) => `  - ${sentence}`)];

function systemLines({ hostname, timezone, country, networks, sshKeys, airplay }: SystemSettings): readonly string[] {
  return [
    ...(hostname === undefined ? [] : [`name: ${hostname}`]),
    ...(timezone === undefined ? [] : [`time zone: ${timezone}`]),
    ...(country === undefined ? [] : [`country: ${country}`]),
    ...(networks ?? []).map(({ ssid, password, isStored, hidden }) => {
      const secrecy = isStored ? ['password stored on the box'] : password === undefined ? ['open: no password'] : [];
      const traits = [...secrecy, ...(hidden ? ['hidden'] : [])];
      return `Wi-Fi: ${ssid}${traits.length > 0 ? ` (${traits.join(', ')})` : ''}`;
    }),
    ...(sshKeys === undefined ? [] : [`SSH keys: ${sshKeys.length}`]),
    ...(airplay === undefined ? [] : [`AirPlay: ${airplay ? 'on' : 'off'}`]),
  ];
}

const indented = (line: string): string => `  ${line}`;
