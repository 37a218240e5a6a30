import { rm, writeFile } from 'node:fs/promises';
import type { Emotion } from '../../domain/emotion.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { midiOf } from '../composer/output/midi.ts';
import type { Score } from '../composer/score.ts';
import { secondsOf } from '../composer/score.ts';
import { moodCover } from '../mood-cover.ts';
import { pictureTag } from './picture-tag.ts';
import type { RenderFailure, RenderWorld } from './programs.ts';
import { isFine, lastLine, loudnessSaid, niced, SYNTHESIS } from './programs.ts';

/** Tags of the file. */
export type RenderTags = Readonly<Record<string, string>>;

/** As loud as the built-in loops. Peaks stay 2.5 dB below full scale before encoding, which moves them by up to 1 dB. */
const [LOUDNESS_LUFS, PEAK] = [-18, 0.75];
/** How long the last note rings on, and over how much of that it fades, in seconds. */
const [TAIL, FADE] = [2.4, 1.6];

/**
 * Renders a score into an Opus file with the mood's cover (or, where `file` ends in `.wav`, an uncompressed one): -18 LUFS, peaks below
 * -1 dBTP. Leaves files beside it only while it runs. FluidSynth and ffmpeg run one after the other, on one core each.
 */
export async function render(score: Score, file: string, tags: RenderTags, world: RenderWorld): Promise<Result<void, RenderFailure>> {
  const [midi, raw] = [`${file}.mid`, `${file}.raw.wav`];
  try {
    await writeFile(midi, midiOf(score, tags.title ?? ''));
    const played = await niced(world.tools.fluidsynth, [...SYNTHESIS, '-F', raw, world.tools.font, midi], world);
    if (!isFine(played)) return failed({ step: 'synthesis', detail: lastLine(played) });
    const measured = await loudnessOf(raw, world);
    if (!measured.ok) return measured;
    const all = file.endsWith('.opus') ? { ...tags, ...(await coverTag(score.mood)) } : tags;
    return await encode(raw, file, { seconds: secondsOf(score) + TAIL, gain: LOUDNESS_LUFS - measured.value, tags: all }, world);
  } finally {
    await Promise.all([midi, raw].map((each) => rm(each, { force: true })));
  }
}

/** The mood's cover as a tag. A piece is worth hearing without one, too. */
async function coverTag(mood: Emotion): Promise<RenderTags> {
  const tag = await moodCover(mood).then(pictureTag, () => undefined);
  return tag === undefined ? {} : { METADATA_BLOCK_PICTURE: tag };
}

/** A WAV file knows no licence, only a copyright notice (`ICOP`) and a comment (`ICMT`). */
function riffTags({ license, ...tags }: RenderTags): RenderTags {
  return license === undefined ? tags : { ...tags, copyright: license, comment: 'Free of all rights' };
}

/** The integrated loudness of a file, in LUFS. */
export async function loudnessOf(file: string, world: RenderWorld): Promise<Result<number, RenderFailure>> {
  const args = ['-hide_banner', '-nostdin', '-threads', '1', '-i', `file:${file}`, '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'];
  const ran = await niced(world.tools.ffmpeg, args, world);
  return loudnessSaid(ran);
}

type Encoding = { readonly seconds: number; readonly gain: number; readonly tags: RenderTags };

async function encode(
  raw: string,
  file: string,
  { seconds, gain, tags }: Encoding,
  world: RenderWorld,
): Promise<Result<void, RenderFailure>> {
  const limiter = `alimiter=limit=${PEAK}:level=disabled:attack=5:release=80`;
  const filters = [`volume=${gain.toFixed(2)}dB`, limiter, `afade=t=out:st=${(seconds - FADE).toFixed(2)}:d=${FADE}`].join(',');
  const codec = file.endsWith('.wav') ? ['-c:a', 'pcm_s16le'] : ['-c:a', 'libopus', '-b:a', '96k', '-compression_level', '5'];
  const named = Object.entries(file.endsWith('.wav') ? riffTags(tags) : tags).flatMap(([tag, value]) => ['-metadata', `${tag}=${value}`]);
  const args = ['-v', 'error', '-nostdin', '-y', '-threads', '1', '-i', `file:${raw}`, '-t', seconds.toFixed(2), '-af', filters];
  const ran = await niced(world.tools.ffmpeg, [...args, ...codec, ...named, `file:${file}`], world);
  return isFine(ran) ? done(undefined) : failed({ step: 'encoding', detail: lastLine(ran) });
}
