import { once } from 'node:events';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { LinkedAbort, until } from '../../shared/async/linked-abort.ts';
import { runProgram } from '../../shared/process/run.ts';
import { pcmFile } from '../mpv/arguments.ts';
import { adviceOn, deviceNamed, devicesIn, isDeviceId } from '../mpv/device-names.ts';
import { ignoreMpvErrors } from '../mpv/errors.ts';
import type { MpvContext, MpvSession } from '../mpv/session.ts';
import { HotPlug } from './hot-plug.ts';

/** What mpv falls back to where no audio device works (`--audio-fallback-to-null`). */
export const SILENT_OUTPUT = 'null';
const DEFAULT = 'auto';
/** mpv asks every sound system for its devices; a hanging one must not hang us. */
const LIST_LIMIT = ms(8000);

/**
 * Sees to it that the sound comes out where it is meant to. Says loudly, once, that nothing can be heard or that the configured
 * device is not there, and tries again until it is right: after growing rests, and soon after a sound card has come.
 */
export class OutputWatch {
  readonly #world: MpvContext;
  readonly #config: Pick<PlayerConfig, 'output' | 'mpv'>;
  /** A part of a name to be looked up, where that is what was configured. */
  readonly #words: string | undefined;
  #device = DEFAULT;
  #told = false;
  #complaint = '';

  constructor(world: MpvContext, config: Pick<PlayerConfig, 'output' | 'mpv'>) {
    this.#world = world;
    this.#config = config;
    const { output } = config;
    this.#words = isDeviceId(output) || pcmFile(output) !== undefined ? undefined : output;
  }

  /** Watches one life of mpv; rejects with the signal's reason. */
  async watch(life: MpvSession, signal: AbortSignal): Promise<never> {
    this.#device = DEFAULT;
    await this.#look(life, signal);
    for (;;) {
      await until(life, () => (this.#isWrong(life) ? true : undefined), signal);
      await this.#mend(life, signal);
    }
  }

  /** Silence that nobody wants, or the default device in place of the one that was named. */
  #isWrong({ output }: MpvSession): boolean {
    if (output === SILENT_OUTPUT) return this.#config.output !== 'null';
    return this.#words !== undefined && this.#device === DEFAULT;
  }

  async #mend(life: MpvSession, signal: AbortSignal): Promise<void> {
    const { clock, limits, dev } = this.#world;
    const rest = backoff(limits.reopen.first, limits.reopen.most);
    using plug = new HotPlug(dev);
    if (life.output === SILENT_OUTPUT) this.#warn();
    for (let failures = 0; this.#isWrong(life); failures += 1) {
      // A card that has just come may be the one, and its driver may need a moment more: begin anew.
      if (await this.#rested(plug, rest(failures), signal)) failures = 0;
      await this.#look(life, signal);
      if (life.output === SILENT_OUTPUT) await life.command('ao-reload').catch(ignoreMpvErrors);
      await clock.sleep(limits.sample, signal);
      if (life.output === SILENT_OUTPUT) this.#warn();
    }
    this.#audible(life);
  }

  /** Waits for so long, or until a card comes or goes, and whether one did. */
  async #rested(plug: HotPlug, span: Ms, signal: AbortSignal): Promise<boolean> {
    const { clock, limits } = this.#world;
    using rest = new LinkedAbort(signal);
    const plugged = once(plug, 'change', { signal: rest.signal }).then(
      () => true,
      () => false,
    );
    const early = await Promise.race([plugged, clock.sleep(span, rest.signal).then(() => false)]);
    rest.abort();
    signal.throwIfAborted();
    // udev gives the new device its owner first.
    if (early) await clock.sleep(limits.settle, signal);
    return early;
  }

  /** Looks the configured name up among the devices that are there now, and tells mpv where that has changed. */
  async #look(life: MpvSession, signal: AbortSignal): Promise<void> {
    if (this.#words === undefined) return;
    const found = deviceNamed(this.#words, devicesIn(await this.#listed(signal)));
    const device = found.ok ? found.value : DEFAULT;
    this.#complain(found.ok ? '' : adviceOn(this.#words, found.why));
    if (device === this.#device) return;
    this.#device = device;
    await life.set('audio-device', device).catch(ignoreMpvErrors);
    this.#world.log.info({ device }, 'player.output');
  }

  /** mpv's list of devices, as text; empty if mpv does not give one in time. Rejects with the signal's reason. */
  async #listed(signal: AbortSignal): Promise<string> {
    const options = { signal, limit: LIST_LIMIT, clock: this.#world.clock, env: { ...process.env, PIPEWIRE_DEBUG: '0' } };
    const ran = await runProgram(this.#config.mpv, ['--no-config', '--audio-device=help'], options);
    signal.throwIfAborted(); // A list that was broken off does not mean that the device is missing.
    return ran.kind === 'ended' ? ran.stdout : '';
  }

  #complain(advice: string): void {
    if (advice !== '' && advice !== this.#complaint) this.#world.log.warn({ advice, instead: DEFAULT }, 'player.output_missing');
    this.#complaint = advice;
  }

  #warn(): void {
    if (this.#told) return;
    this.#told = true;
    this.#world.log.warn({ advice: 'no audio device works: see docs/speaker.md; trying again' }, 'player.inaudible');
  }

  #audible({ output }: MpvSession): void {
    if (!output || !this.#told) return;
    this.#world.log.info({ output }, 'player.audible');
    this.#told = false;
  }
}
