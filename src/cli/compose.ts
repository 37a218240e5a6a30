import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Emotion } from '../domain/emotion.ts';
import { EMOTIONS, isEmotion } from '../domain/emotion.ts';
import { render } from '../music/composed/render.ts';
import { findTools, TOOL_ADVICE } from '../music/composed/tools.ts';
import type { Commission } from '../music/composer/compose.ts';
import { composePiece } from '../music/composer/compose.ts';
import { midiOf } from '../music/composer/output/midi.ts';
import { musicXmlOf } from '../music/composer/output/musicxml.ts';
import type { Score } from '../music/composer/score.ts';
import { secondsOf } from '../music/composer/score.ts';
import { STYLES_BY_MOOD } from '../music/composer/styles/by-mood.ts';
import { isStyle, styleNamed } from '../music/composer/styles/ensembles.ts';
import { systemClock } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, parse, positive, UsageError, whole } from './command.ts';
import { explainedFailure } from './failure.ts';
import { writeWhole } from './write-file.ts';

const OPTIONS = {
  mood: { type: 'string' },
  seed: { type: 'string' },
  minutes: { type: 'string' },
  energy: { type: 'string' },
  style: { type: 'string' },
} as const;
type Flags = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const FORMATS = ['.opus', '.wav', '.mid', '.musicxml'];
const [SHORTEST, LONGEST] = [1, 15];

export const composeCommand: Subcommand = {
  usage: `usage: moodbox compose --mood M [--seed N] [--minutes M] [--energy E] [--style S] OUT

Composes a piece and writes it to OUT: sound (.opus or .wav, which need FluidSynth and a font of instruments), a MIDI file (.mid), or a score
to print or to edit (.musicxml). The same flags give the same piece. It belongs to nobody: use it as you like (CC0).
  --mood M     ${EMOTIONS.join(', ')}
  --seed N     a whole number above 0; left out: one by chance, which is printed
  --minutes M  about how long it lasts, ${SHORTEST} to ${LONGEST}; left out: 3 to 5, by the seed
  --energy E   how lively it is for its mood, 0 to 1; left out: 0.5
  --style S    one of the mood's ensembles; left out: by the seed`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS, { least: 1, most: 1 });
    const out = positionals[0] ?? '';
    if (!FORMATS.includes(extname(out)))
      throw new UsageError(`the file's name must end in ${FORMATS.join(', ')}, not '${extname(out) || out}'`);
    const commission = commissionOf(values);
    return explainedFailure('compose', io, async () => written(composePiece(commission), resolve(out), io));
  },
};

/** What the flags ask for. Throws `UsageError` if they make no sense. */
function commissionOf({ mood, seed, minutes, energy, style }: Flags): Commission {
  if (!isEmotion(mood)) throw new UsageError(`--mood must be one of ${EMOTIONS.join(', ')}`);
  return {
    mood,
    seed: seed === undefined ? 1 + Math.floor(Math.random() * 1_000_000) : whole('--seed', seed),
    ...(minutes !== undefined && { minutes: within('--minutes', minutes, SHORTEST, LONGEST) }),
    ...(energy !== undefined && { energy: energy === '0' ? 0 : within('--energy', energy, 0, 1) }),
    ...(style !== undefined && { style: styleOf(style, mood) }),
  };
}

function within(flag: string, value: string, least: number, most: number): number {
  const number = positive(flag, value);
  if (number < least || number > most) throw new UsageError(`${flag} must be ${least} to ${most}, not '${value}'`);
  return number;
}

function styleOf(word: string, mood: Emotion): NonNullable<Commission['style']> {
  if (!isStyle(word)) throw new UsageError(`--style must be one of ${STYLES_BY_MOOD[mood].join(', ')} (for ${mood}), not '${word}'`);
  return word;
}

async function written(score: Score, out: string, io: Io): Promise<number> {
  const title = `For ${score.mood}, no. ${score.seed}`;
  await writeWhole(out, await bytesOf(score, title, extname(out), io), 'name another file or folder');
  const { style, tonic, mode, tempo } = score;
  const length = Math.round(secondsOf(score));
  io.out(`${out}: no. ${score.seed} for ${score.mood}, ${styleNamed(style).label}, ${tonic} ${mode}, ${tempo} beats a minute, ${length} s`);
  return EXIT.ok;
}

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
    { title, artist: 'moodbox', license: 'CC0-1.0' },
    { tools, clock: systemClock, signal, niceness: 0 },
  );
  if (!rendered.ok) throw new FixableError(`no sound came of it (${rendered.why.step}: ${rendered.why.detail})`);
  return readFile(file);
}
