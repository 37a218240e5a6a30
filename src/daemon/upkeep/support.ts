import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { stringify } from 'yaml';
import { tarOf } from '../../backup/tar.ts';
import { masked } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { BoxCheck } from '../../domain/checks.ts';
import type { LogLine } from '../../domain/log-line.ts';
import type { Report } from '../../domain/report.ts';
import type { Moment } from '../../domain/units.ts';
import { viewOf } from '../../web/view.ts';
import { withoutPaths } from './known-checks.ts';

/** What a support bundle is made of. `units`: what systemd says of the box's units. `titles`: what was played may be told. */
export type SupportParts = {
  readonly at: Moment;
  readonly config: Config;
  readonly report: Report;
  readonly machine: object;
  readonly checks: readonly BoxCheck[];
  readonly log: readonly LogLine[];
  readonly units: string;
  readonly titles: boolean;
};

const README = `A support bundle of moodbox: what helps somebody else to find out why a box does not do what it should.

settings.yaml   the settings in force; passwords, tokens and the secret parts of addresses are left out
report.json     what the box is doing at this moment; no picture, and nothing of single faces
checks.json     what the doctor found
machine.json    the computer: memory, disk, load, and the versions of the programs
log.ndjson      the newest lines of the log, at most 500; it says when the mood of the room changed and when somebody came or left
units.txt       what systemd says of the units of moodbox

Addresses of visitors are left out. Look through it before you pass it on.
`;

/** Fields of the log that say what was played or searched for, and those that say who was there. */
const TITLES = /^(title|track|id|query|words|path|file|library|folder)$/;
const ALWAYS = /^(address|code)$/;
/** A video as yt-dlp names it in its messages. */
const VIDEO = /(\[youtube[^\]]*\]) [\w-]{11}(?![\w-])/g;

/** The bundle as a compressed tar archive. */
export async function supportBundle(parts: SupportParts): Promise<Buffer> {
  const { at, checks, config, log, machine, titles, units } = parts;
  const files: Readonly<Record<string, string>> = {
    'README.txt': `${README}${titles ? 'The titles of what was played are in it.\n' : 'The titles of what was played are left out.\n'}`,
    'settings.yaml': stringify(masked(config)),
    'report.json': json(reportFor(parts.report, titles)),
    'checks.json': json(checks.map(pathless)),
    'machine.json': json(machine),
    'log.ndjson': log.map((line) => `${JSON.stringify({ ...line, fields: fieldsFor(line.fields, titles) })}\n`).join(''),
    'units.txt': units,
  };
  return promisify(gzip)(tarOf(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])), at));
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

const pathless = ({ advice, finding, ...check }: BoxCheck): BoxCheck => ({
  ...check,
  finding: withoutPaths(finding),
  ...(advice !== undefined && { advice: withoutPaths(advice) }),
});

/** The report as the page shows it, with how many faces in the place of the faces, and without scores. */
function reportFor(report: Report, titles: boolean): object {
  const { announceFailed, announcing, faces, guest, next, playback, scores: _left, undoable, ...view } = viewOf(report);
  const playing = titles || playback.kind === 'silent' ? playback : untitled(playback);
  const others = { ...(next && { next: told(next, titles) }), ...(undoable && { undoable: told(undoable, titles) }) };
  const fromOthers = hidden({ announceFailed, announcing, guest }, titles) as object;
  return { ...view, ...others, ...fromOthers, faces: faces.length, playback: playing };
}

const told = <T extends { readonly title: string }>(track: T, titles: boolean): T => (titles ? track : { ...track, title: '…' });

const untitled = <P extends { readonly track: { readonly source: string } }>({ track, ...playback }: P): object => ({
  ...playback,
  track: { source: track.source },
});

function fieldsFor(fields: string, titles: boolean): unknown {
  try {
    return hidden(JSON.parse(fields), titles);
  } catch {
    return '…'; // a line that was cut off could hold anything
  }
}

function hidden(value: unknown, titles: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => hidden(each, titles));
  if (typeof value === 'string') return titles ? value : value.replace(VIDEO, '$1 …');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, ALWAYS.test(key) || (!titles && TITLES.test(key)) ? '…' : hidden(inner, titles)]),
  );
}
