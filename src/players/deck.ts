import type { PlayerConfig } from '../config/schema.ts';
import type { Percent } from '../domain/units.ts';
import type { Fade } from './fader.ts';
import { Fader } from './fader.ts';
import { ignoreMpvErrors } from './mpv/errors.ts';
import type { MpvContext } from './mpv/session.ts';
import { MpvSession } from './mpv/session.ts';
import { MpvSupervisor } from './mpv/supervisor.ts';
import { OutputWatch, SILENT_OUTPUT } from './output/output-watch.ts';

/** What an output turned out to be, once something is open: a device, or mpv's silent stand-in for one. */
export type Hearing = 'device' | 'nothing';

/** One supervised mpv and how loud it is. A crossfade takes two. */
export class Deck implements AsyncDisposable {
  readonly lives: MpvSupervisor;
  readonly loudness: Fader;
  readonly #meant: boolean;

  /** `changed` is called whenever mpv has told something. */
  constructor(config: PlayerConfig, world: MpvContext, { volume, fade, changed }: { volume: Percent; fade: Fade; changed: () => void }) {
    this.#meant = config.output === SILENT_OUTPUT;
    const output = new OutputWatch(world, config);
    const start = async (signal: AbortSignal): Promise<MpvSession> => (await MpvSession.start(config, world, signal)).on('change', changed);
    this.lives = new MpvSupervisor(start, (life, signal) => output.watch(life, signal), world);
    this.loudness = new Fader(this.lives, world, volume, fade);
  }

  /** Undefined while nothing is open. Silence that the configuration asks for counts as a device. */
  get hearing(): Hearing | undefined {
    const output = this.lives.current?.output;
    if (output === undefined) return undefined;
    return output === SILENT_OUTPUT && !this.#meant ? 'nothing' : 'device';
  }

  async pause(paused: boolean): Promise<void> {
    await this.lives.current?.set('pause', paused).catch(ignoreMpvErrors);
  }

  /** Tries the audio device again. */
  async reopen(): Promise<void> {
    await this.lives.current?.command('ao-reload').catch(ignoreMpvErrors);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lives[Symbol.asyncDispose]();
  }
}
