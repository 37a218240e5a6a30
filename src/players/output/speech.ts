import type { PlayerConfig } from '../../config/schema.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runForBytes } from '../../shared/process/run.ts';
import { pcmFile } from '../mpv/arguments.ts';
import { deviceNamed, isDeviceId } from '../mpv/device-names.ts';
import { offeredOutputs } from './offered.ts';
import type { SampledSound } from './samples.ts';
import { playSound } from './samples.ts';
import type { VoiceLanguage } from './spoken-address.ts';

/** Debian's speech synthesiser. */
export const SPEAKER = 'espeak-ng';
const LIMIT = ms(15_000);
/** Words a minute: slow enough to type along. */
const PACE = '140';
/** A minute of speech: more is nothing that a box says. */
const MOST_BYTES = 60 * 22_050 * 2;
/** The header of its WAV is of this length, and says how many samples a second follow. */
const [HEADER, RATE_AT] = [44, 24];
/** The loudest sample, as a share of full scale: clear, and no louder than music is. */
const LOUDEST = 0.4;

/** Why nothing was said. `missing`: the synthesiser is not installed. `no-loudspeaker`: the output is not one that speech can go to. */
export type Unsaid = { readonly kind: 'missing' | 'no-loudspeaker' } | { readonly kind: 'failed'; readonly why: string };
export type SpeechWorld = { readonly clock: Clock; readonly signal: AbortSignal; readonly program?: string };

/** Says a sentence once on the configured output. */
export async function say(
  sentence: string,
  language: VoiceLanguage,
  player: Pick<PlayerConfig, 'mpv' | 'output'>,
  world: SpeechWorld,
): Promise<Result<void, Unsaid>> {
  const device = await deviceFor(player, world);
  if (device === undefined) return failed({ kind: 'no-loudspeaker' });
  const sound = await spoken(sentence, language, world);
  if (!sound.ok) return sound;
  const played = await playSound({ mpv: player.mpv, device, ...world }, sound.value);
  return played.ok ? done(undefined) : failed({ kind: 'failed', why: played.why });
}

/** A sentence as sound, with its loudest sample at a fixed height. Fails if the synthesiser is missing or does not work. */
export async function spoken(sentence: string, language: VoiceLanguage, world: SpeechWorld): Promise<Result<SampledSound, Unsaid>> {
  const { clock, program = SPEAKER, signal } = world;
  const options = { clock, signal, limit: LIMIT, maxOutput: MOST_BYTES, env: environmentFor('other'), input: Buffer.from(sentence) };
  const ran = await runForBytes(program, ['-v', language, '-s', PACE, '-b', '1', '--stdin', '--stdout'], options);
  if (ran.kind === 'missing') return failed({ kind: 'missing' });
  if (ran.kind === 'stopped') return failed({ kind: 'failed', why: 'the voice does not answer' });
  if (ran.code !== 0 || ran.stdout.length <= HEADER) return failed({ kind: 'failed', why: 'the voice does not work' });
  const rate = ran.stdout.readUInt32LE(RATE_AT);
  return done({ samples: evenedOut(ran.stdout.subarray(HEADER)), format: { rate, channels: 1, bytes: 2 } });
}

/** The samples, louder or softer, so that the loudest of them is `LOUDEST`. */
function evenedOut(samples: Buffer): Buffer {
  const count = Math.floor(samples.length / 2);
  let peak = 1;
  for (let index = 0; index < count; index += 1) peak = Math.max(peak, Math.abs(samples.readInt16LE(index * 2)));
  const gain = (LOUDEST * 32_767) / peak;
  const out = Buffer.alloc(count * 2);
  for (let index = 0; index < count; index += 1) out.writeInt16LE(Math.trunc(samples.readInt16LE(index * 2) * gain), index * 2);
  return out;
}

/** mpv's word for the output; undefined for one that is no loudspeaker of this machine. */
async function deviceFor(
  { mpv, output }: Pick<PlayerConfig, 'mpv' | 'output'>,
  { clock, signal }: SpeechWorld,
): Promise<string | undefined> {
  if (output === 'null' || pcmFile(output) !== undefined || output.startsWith('snapcast')) return undefined;
  if (isDeviceId(output)) return output;
  const found = deviceNamed(output, await offeredOutputs(mpv, clock, signal));
  return found.ok ? found.value : 'auto'; // as the music does
}
