import type { PlayerConfig } from '../config/schema.ts';
import type { Percent } from '../domain/units.ts';
import { LinkedAbort, until } from '../shared/async/linked-abort.ts';
import { StartLimit } from '../shared/process/start-limit.ts';
import type { Fade } from './fader.ts';
import { Fader } from './fader.ts';
import { ignoreMpvErrors, MpvSilent } from './mpv/errors.ts';
import type { MpvContext } from './mpv/session.ts';
import { MpvSession } from './mpv/session.ts';
import { MpvSupervisor } from './mpv/supervisor.ts';
import { OutputWatch, SILENT_OUTPUT } from './output/output-watch.ts';

/** mpv's property for the device to play to. */
const DEVICE = 'audio-device';

/** What mpv plays to, once something is open: a real device, or nothing (mpv's silent stand-in for a device). */
export type OutputKind = 'device' | 'nothing';

type DeckParts = { readonly volume: Percent; readonly fade: Fade; readonly changed: () => void; readonly guest?: boolean };

/** One supervised mpv with its fader. A crossfade takes two decks. */
export class Deck implements AsyncDisposable {
  readonly supervisor: MpvSupervisor;
  readonly fader: Fader;
  readonly #wantsSilence: boolean;
  readonly #world: MpvContext;
  /** The device that mpv played to before it let go of it; undefined unless it has. */
  #released: unknown;

  /** `changed` is called whenever mpv reports something. A `guest` may find its device taken, and says nothing about that. */
  constructor(config: PlayerConfig, world: MpvContext, { volume, fade, changed, guest = false }: DeckParts) {
    this.#world = world;
    this.#wantsSilence = config.output === SILENT_OUTPUT;
    const output = new OutputWatch(world, config, () => guest || this.#released !== undefined);
    const limit = new StartLimit(world.limits.start);
    const start = async (signal: AbortSignal): Promise<MpvSession> =>
      (await MpvSession.start(config, world, limit, signal)).on('change', changed);
    this.supervisor = new MpvSupervisor(start, (session, signal) => output.watch(session, signal), world);
    this.fader = new Fader(this.supervisor, world, volume, fade);
  }

  /** Undefined while nothing is open. The output `null` counts as a device if the configuration asks for it. */
  get outputKind(): OutputKind | undefined {
    const output = this.supervisor.current?.output;
    if (output === undefined) return undefined;
    if (this.#released !== undefined) return 'device';
    return output === SILENT_OUTPUT && !this.#wantsSilence ? 'nothing' : 'device';
  }

  async pause(paused: boolean): Promise<void> {
    await this.supervisor.current?.set('pause', paused).catch(ignoreMpvErrors);
  }

  /** Lets another program have the audio device. To be called while it is paused. */
  async release(): Promise<void> {
    const session = this.supervisor.current;
    if (this.#released !== undefined || this.outputKind !== 'device') return;
    this.#released = await session?.command('get_property', DEVICE).catch(ignoreMpvErrors);
    await session?.set(DEVICE, SILENT_OUTPUT).catch(ignoreMpvErrors);
  }

  /** Takes the audio device back, and waits a moment until it is open. */
  async reclaim(): Promise<void> {
    const session = this.supervisor.current;
    if (typeof this.#released === 'string') await session?.set(DEVICE, this.#released).catch(ignoreMpvErrors);
    if (session && this.#released !== undefined) await this.#came(session, () => session.output !== SILENT_OUTPUT);
    this.#released = undefined;
  }

  /** Waits until that is so, for a moment at most. */
  async #came(session: MpvSession, isSo: () => boolean): Promise<void> {
    const { clock, limits } = this.#world;
    using limit = new LinkedAbort(session.gone).abortAfter(limits.sample, clock, () => new MpvSilent('no device'));
    await until(session, () => (isSo() ? true : undefined), limit.signal).catch(ignoreMpvErrors);
  }

  /** Stops, and waits until mpv has closed the audio device; a moment at most. */
  async close(): Promise<void> {
    const session = this.supervisor.current;
    await session?.stop();
    if (session) await this.#came(session, () => session.output === undefined);
  }

  /** Tries the audio device again. */
  async reopen(): Promise<void> {
    await this.supervisor.current?.command('ao-reload').catch(ignoreMpvErrors);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.supervisor[Symbol.asyncDispose]();
  }
}
