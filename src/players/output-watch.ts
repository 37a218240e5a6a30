import { backoff } from '../shared/backoff.ts';
import { until } from '../shared/waits.ts';
import type { MpvLife, World } from './mpv-life.ts';
import { passOver } from './mpv-life.ts';

/** What mpv falls back to where no audio device works (`--audio-fallback-to-null`). */
export const SILENT = 'null';

/** Says loudly, once, that nothing can be heard, and tries the audio device again until something can. */
export class OutputWatch {
  readonly #world: World;
  readonly #meant: boolean;
  #told = false;

  /** `meant`: silence is what the configuration asks for. */
  constructor(world: World, meant: boolean) {
    this.#world = world;
    this.#meant = meant;
  }

  /** Watches one life of mpv; rejects with the signal's reason. */
  async watch(life: MpvLife, signal: AbortSignal): Promise<never> {
    for (;;) {
      await until(life, () => (life.output === SILENT && !this.#meant ? true : undefined), signal);
      this.#warn();
      await this.#reopen(life, signal);
    }
  }

  async #reopen(life: MpvLife, signal: AbortSignal): Promise<void> {
    const { clock, log, limits } = this.#world;
    const rest = backoff(limits.reopen.first, limits.reopen.most);
    for (let failures = 0; life.output === SILENT; failures += 1) {
      await clock.sleep(rest(failures), signal);
      if (life.output === SILENT) await life.command('ao-reload').catch(passOver);
      await clock.sleep(limits.sample, signal);
    }
    if (!life.output) return;
    log.info({ output: life.output }, 'player.audible');
    this.#told = false;
  }

  #warn(): void {
    if (this.#told) return;
    this.#told = true;
    this.#world.log.warn({ advice: 'no audio device works: see docs/speaker.md; trying again' }, 'player.inaudible');
  }
}
