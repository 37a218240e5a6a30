import { rm, writeFile } from 'node:fs/promises';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Section } from '../../composer/flow/state.ts';
import { midiOf } from '../../composer/output/midi.ts';
import type { Score } from '../../composer/score.ts';
import { secondsOf } from '../../composer/score.ts';
import type { RenderFailure, RenderWorld } from '../programs.ts';
import { isFine, lastLine, loudnessSaid, niced, SYNTHESIS } from '../programs.ts';
import type { SectionSound } from './sound.ts';
import { SOUND_FORMAT } from './sound.ts';

/** How long the last notes of a section ring on, in seconds. */
const TAIL = 3;
/** How far a section is brought up or down to its loudness, as a factor. A very sparse one stays soft. */
const [LEAST_GAIN, MOST_GAIN] = [0.2, 6];
/** Raw samples on the standard output; `/dev/stdout` would not do, since that is a socket here, which nothing can open. */
const TO_STDOUT = ['-T', 'raw', '-O', 's16', '-E', 'little', '-F', '-'];
const FRAME = SOUND_FORMAT.channels * SOUND_FORMAT.bytes;

/** Renders a section with what rings on after it. `midi` is the file for its score, which is there only while FluidSynth runs. */
export async function renderSection(
  { score, loudness }: Section,
  midi: string,
  world: RenderWorld,
): Promise<Result<SectionSound, RenderFailure>> {
  try {
    await writeFile(midi, midiOf(ringingOn(score), ''));
    const played = await niced(world.tools.fluidsynth, [...SYNTHESIS, ...TO_STDOUT, world.tools.font, midi], world);
    const frames = Math.round(secondsOf(score) * SOUND_FORMAT.rate);
    if (!isFine(played) || played.kind !== 'ended') return failed({ step: 'synthesis', detail: lastLine(played) });
    if (played.stdout.length < frames * FRAME) return failed({ step: 'synthesis', detail: `only ${played.stdout.length} bytes came` });
    const raw = played.stdout.subarray(0, (frames + TAIL * SOUND_FORMAT.rate) * FRAME);
    const measured = await loudnessOfSamples(raw.subarray(0, frames * FRAME), world);
    if (!measured.ok) return measured;
    const gain = Math.max(LEAST_GAIN, Math.min(MOST_GAIN, 10 ** ((loudness - measured.value) / 20)));
    return done({ samples: faded(samplesOf(raw), frames), frames, gain });
  } finally {
    await rm(midi, { force: true });
  }
}

/** A controller without a meaning: FluidSynth renders on until it comes. */
const UNDEFINED_CONTROLLER = 119;

/** The score with an event after its end, for as long as it is to ring on. */
function ringingOn(score: Score): Score {
  const [first, ...others] = score.parts;
  if (!first) return score;
  const at = score.beats + (TAIL * (score.tempos.at(-1)?.bpm ?? score.tempo)) / 60;
  return { ...score, parts: [{ ...first, controls: [...first.controls, { at, controller: UNDEFINED_CONTROLLER, value: 0 }] }, ...others] };
}

function loudnessOfSamples(input: Uint8Array, world: RenderWorld): Promise<Result<number, RenderFailure>> {
  const format = ['-f', 's16le', '-ar', String(SOUND_FORMAT.rate), '-ac', String(SOUND_FORMAT.channels), '-i', 'pipe:0'];
  const args = ['-hide_banner', '-nostdin', '-threads', '1', ...format, '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'];
  return niced(world.tools.ffmpeg, args, { ...world, input }).then(loudnessSaid);
}

const samplesOf = (raw: Buffer): Int16Array =>
  new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length - (raw.length % FRAME)));

/** What rings on, faded to nothing over its last half, so that it never ends with a click. */
function faded(samples: Int16Array, frames: number): Int16Array {
  const end = samples.length / SOUND_FORMAT.channels;
  const from = Math.round((frames + end) / 2);
  for (let frame = from; frame < end; frame += 1) {
    const share = (end - frame) / (end - from);
    for (let i = frame * SOUND_FORMAT.channels; i < (frame + 1) * SOUND_FORMAT.channels; i += 1)
      samples[i] = Math.round((samples[i] ?? 0) * share);
  }
  return samples;
}
