import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Emotion } from '../domain/emotion.ts';
import { EMOTIONS, isEmotion } from '../domain/emotion.ts';
import { pieceOf, pieceTitle, stretchOf } from '../music/composed/piece.ts';
import { render } from '../music/composed/render.ts';
import { findTools, TOOL_ADVICE } from '../music/composed/tools.ts';
import type { Commission } from '../music/composer/compose.ts';
import { composePiece } from '../music/composer/compose.ts';
import { LICENCE_LINE } from '../music/composer/licence.ts';
import { midiOf } from '../music/composer/output/midi.ts';
import { musicXmlOf } from '../music/composer/output/musicxml.ts';
import type { Score } from '../music/composer/score.ts';
import { secondsOf } from '../music/composer/score.ts';
import { STYLES_BY_MOOD } from '../music/composer/styles/by-mood.ts';
import { isStyle, STYLE_NAMES } from '../music/composer/styles/ensembles.ts';
import { systemClock } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, parse, UsageError } from './command.ts';
import { explainedFailure } from './console/failure.ts';
import { writeWhole } from './console/write-file.ts';

const OPTIONS = {
  mood: { type: 'string' },
  seed: { type: 'string' },
  minutes: { type: 'string' },
  energy: { type: 'string' },
  style: { type: 'string' },
  piece: { type: 'string' },
} as const;
type Flags = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const FORMATS = ['.opus', '.wav', '.mid', '.musicxml'];
const [SHORTEST, LONGEST] = [1, 15];

export const composeCommand: Subcommand = {
  usage: `usage: moodbox compose --mood M [--seed N] [--minutes M] [--energy E] [--style S] OUT
       moodbox compose --piece ID OUT

Composes a piece and writes it to OUT: sound (.opus or .wav, which need FluidSynth and a font of instruments), a MIDI file (.mid), or a score
to print or to edit (.musicxml). The same flags give the same piece. It belongs to nobody: use it as you like (CC0).
  --mood M     ${EMOTIONS.join(', ')}
  --seed N     a whole number, 1 to 999999999; left out: one by chance, which is printed
  --minutes M  about how long it lasts, ${SHORTEST} to ${LONGEST}, in whole sections: 1 gives 48 to 81 s, from 3 on it is within 12 %;
               left out: 3 to 5, by the seed
  --energy E   how lively it is for its mood, 0 to 1; left out: 0.5
  --style S    an ensemble of any mood; left out: one of the mood's own, by the seed
  --piece ID   a piece that was played, by its id in 'moodbox history --csv', such as composed:1:happy:bossa:412

The ensembles of each mood:
${EMOTIONS.map((mood) => `  ${mood.padEnd(10)} ${STYLES_BY_MOOD[mood].join(', ')}`).join('\n')}`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS, { least: 1, most: 1 });
    const out = positionals[0] ?? '';
    if (!FORMATS.includes(formatOf(out)))
      throw new UsageError(`the file's name must end in ${FORMATS.join(', ')}, not '${extname(out) || out}'`);
    const commission = commissionOf(values);
    return explainedFailure('compose', io, async () => written(commission, resolve(out), io));
  },
};

/** How a file's name ends, whichever way it is written. */
const formatOf = (file: string): string => extname(file).toLowerCase();

/** What the flags ask for. Throws `UsageError` if they make no sense. */
function commissionOf({ piece, ...flags }: Flags): Commission {
  if (piece === undefined) return newCommission(flags);
  if (Object.keys(flags).length > 0) throw new UsageError('--piece says all of it: leave the other flags out');
  if (stretchOf(piece)) throw new UsageError('--piece: music that followed the room cannot be made again, since the room led it');
  const known = pieceOf(piece);
  if (!known) throw new UsageError(`--piece must be an id such as composed:1:happy:bossa:412, not '${piece}'`);
  return { mood: known.mood, style: known.style, seed: known.number };
}

function newCommission({ mood, seed, minutes, energy, style }: Omit<Flags, 'piece'>): Commission {
  if (!isEmotion(mood)) throw new UsageError(`--mood must be one of ${EMOTIONS.join(', ')}${mood === undefined ? '' : `, not '${mood}'`}`);
  return {
    mood,
    seed: seed === undefined ? 1 + Math.floor(Math.random() * 1_000_000) : seedFrom(seed),
    ...(minutes !== undefined && { minutes: within('--minutes', minutes, SHORTEST, LONGEST) }),
    ...(energy !== undefined && { energy: within('--energy', energy, 0, 1) }),
    ...(style !== undefined && { style: styleFrom(style, mood) }),
  };
}

function within(flag: string, value: string, least: number, most: number): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw new UsageError(`${flag} must be ${least} to ${most}, not '${value}'`);
  return number;
}

/** As many digits as the id of a piece may have. */
function seedFrom(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--seed must be a whole number, 1 to 999999999, not '${value}'`);
  return Number(value);
}

function styleFrom(word: string, mood: Emotion): NonNullable<Commission['style']> {
  if (isStyle(word)) return word;
  const [own, others] = [STYLES_BY_MOOD[mood], STYLE_NAMES.filter((style) => !STYLES_BY_MOOD[mood].includes(style))];
  throw new UsageError(`--style must be one of ${own.join(', ')} (which suit ${mood}), or ${others.join(', ')}, not '${word}'`);
}

async function written(commission: Commission, out: string, io: Io): Promise<number> {
  const score = composePiece(commission);
  const title = pieceTitle({ mood: score.mood, style: score.style, number: score.seed });
  await writeWhole(out, await bytesOf(score, title, formatOf(out), io), 'name another file or folder');
  const { style, tonic, mode, tempo } = score;
  const length = Math.round(secondsOf(score));
  io.out(`${out}: ${title}: ${tonic} ${mode}, ${tempo} beats a minute, ${length} s`);
  io.out(`The same again: moodbox compose ${flagsOf({ ...commission, style })} OUT`);
  return EXIT.ok;
}

/** The flags that give this piece. */
const flagsOf = ({ mood, seed, style, energy, minutes }: Commission): string =>
  Object.entries({ mood, seed, style, energy, minutes })
    .flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag} ${value}`]))
    .join(' ');

async function bytesOf(score: Score, title: string, format: string, io: Io): Promise<Uint8Array> {
  if (format === '.mid') return midiOf(score, title);
  if (format === '.musicxml') return Buffer.from(musicXmlOf(score, title));
  const folder = await mkdtemp(join(tmpdir(), 'moodbox-compose-'));
  try {
    return await sound(score, join(folder, `piece${format}`), title, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sound(score: Score, file: string, title: string, { signal }: Io): Promise<Uint8Array> {
  const tools = findTools();
  if (typeof tools === 'string') throw new FixableError(`${TOOL_ADVICE[tools].missing}: ${TOOL_ADVICE[tools].advice}`);
  const rendered = await render(
    score,
    file,
    { title, artist: 'moodbox', license: LICENCE_LINE },
    { tools, clock: systemClock, signal, niceness: 0 },
  );
  if (!rendered.ok) throw new FixableError(`no sound came of it (${rendered.why.step}: ${rendered.why.detail})`);
  return readFile(file);
}
