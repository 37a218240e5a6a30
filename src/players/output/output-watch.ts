import { once } from 'node:events';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { LinkedAbort, until } from '../../shared/async/linked-abort.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import { pcmFile } from '../mpv/arguments.ts';
import { adviceOn, deviceNamed, devicesIn, isDeviceId } from '../mpv/device-names.ts';
import { ignoreMpvErrors } from '../mpv/errors.ts';
import type { MpvContext, MpvSession } from '../mpv/session.ts';
import { HotPlug } from './hot-plug.ts';

/** The output that mpv falls back to if no audio device works (`--audio-fallback-to-null`). */
export const SILENT_OUTPUT = 'null';
const DEFAULT = 'auto';
/** mpv asks every sound system for its devices, and one that hangs must not block us. */
const LIST_LIMIT = ms(8000);

/**
 * Makes sure that the sound comes out of the configured device. Warns once if nothing can be heard or if that device is missing, and
 * tries again until it works: after growing delays, and soon after a sound card is plugged in.
 */
export class OutputWatch {
  readonly #world: MpvContext;
  readonly #config: Pick<PlayerConfig, 'output' | 'mpv'>;
  /** The part of a device's name to look up, if that is how the output is configured. */
  readonly #words: string | undefined;
  /** Another program has the device for a moment, so silence is no fault. */
  readonly #isReleased: () => boolean;
  #device = DEFAULT;
  #hasWarned = false;
  #lastAdvice = '';

  constructor(world: MpvContext, config: Pick<PlayerConfig, 'output' | 'mpv'>, isReleased: () => boolean = () => false) {
    this.#world = world;
    this.#config = config;
    this.#isReleased = isReleased;
    const { output } = config;
    this.#words = isDeviceId(output) || pcmFile(output) !== undefined ? undefined : output;
  }

  /** Watches one mpv; rejects with the signal's reason. */
  async watch(session: MpvSession, signal: AbortSignal): Promise<never> {
    this.#device = DEFAULT;
    await this.#selectDevice(session, signal);
    for (;;) {
      await until(session, () => (this.#isWrong(session) ? true : undefined), signal);
      await this.#repair(session, signal);
    }
  }

  /** True if mpv is silent against the configuration, or plays to the default device instead of the named one. */
  #isWrong({ output }: MpvSession): boolean {
    if (output === SILENT_OUTPUT) return this.#config.output !== 'null' && !this.#isReleased();
    return this.#words !== undefined && this.#device === DEFAULT;
  }

  async #repair(session: MpvSession, signal: AbortSignal): Promise<void> {
    const { clock, limits, dev } = this.#world;
    const rest = backoff(limits.reopen.first, limits.reopen.most);
    using plug = new HotPlug(dev);
    if (session.output === SILENT_OUTPUT) this.#warnInaudible();
    for (let failures = 0; this.#isWrong(session); failures += 1) {
      // A new card may be the one, and its driver may need a moment: start over with short delays.
      if (await this.#waited(plug, rest(failures), signal)) failures = 0;
      await this.#selectDevice(session, signal);
      if (session.output === SILENT_OUTPUT) await session.command('ao-reload').catch(ignoreMpvErrors);
      await clock.sleep(limits.sample, signal);
      if (session.output === SILENT_OUTPUT) this.#warnInaudible();
    }
    this.#reportAudible(session);
  }

  /** Waits for `span`, or until a card comes or goes. True if one did. */
  async #waited(plug: HotPlug, span: Ms, signal: AbortSignal): Promise<boolean> {
    const { clock, limits } = this.#world;
    using rest = new LinkedAbort(signal);
    const plugged = once(plug, 'change', { signal: rest.signal }).then(
      () => true,
      () => false,
    );
    const early = await Promise.race([plugged, clock.sleep(span, rest.signal).then(() => false)]);
    rest.abort();
    signal.throwIfAborted();
    // Give udev time to set the owner of the new device.
    if (early) await clock.sleep(limits.settle, signal);
    return early;
  }

  /** Looks up the configured name among the devices there are now, and tells mpv if the device has changed. */
  async #selectDevice(session: MpvSession, signal: AbortSignal): Promise<void> {
    if (this.#words === undefined) return;
    const found = deviceNamed(this.#words, devicesIn(await this.#deviceList(signal)));
    const device = found.ok ? found.value : DEFAULT;
    this.#reportMissing(found.ok ? '' : adviceOn(this.#words, found.why));
    if (device === this.#device) return;
    this.#device = device;
    await session.set('audio-device', device).catch(ignoreMpvErrors);
    this.#world.log.info({ device }, 'player.output');
  }

  /** mpv's list of devices, as text; empty if mpv does not give one in time. Rejects with the signal's reason. */
  async #deviceList(signal: AbortSignal): Promise<string> {
    const options = { signal, limit: LIST_LIMIT, clock: this.#world.clock, env: { ...environmentFor('mpv'), PIPEWIRE_DEBUG: '0' } };
    const ran = await runProgram(this.#config.mpv, ['--no-config', '--audio-device=help'], options);
    signal.throwIfAborted(); // A list that was broken off does not mean that the device is missing.
    return ran.kind === 'ended' ? ran.stdout : '';
  }

  #reportMissing(advice: string): void {
    if (advice !== '' && advice !== this.#lastAdvice) this.#world.log.warn({ advice, instead: DEFAULT }, 'player.output_missing');
    this.#lastAdvice = advice;
  }

  #warnInaudible(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#world.log.warn({ advice: 'no audio device works: see docs/speaker.md; trying again' }, 'player.inaudible');
  }

  #reportAudible({ output }: MpvSession): void {
    if (!output || !this.#hasWarned) return;
    this.#world.log.info({ output }, 'player.audible');
    this.#hasWarned = false;
  }
}
