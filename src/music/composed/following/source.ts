import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emotion } from '../../../domain/emotion.ts';
import { isEmotion } from '../../../domain/emotion.ts';
import type { HeardTrack } from '../../../domain/history.ts';
import type { Found, MusicChoice, SourceState, Taste, Track } from '../../../domain/music.ts';
import { trackFrom } from '../../../domain/music.ts';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Instant } from '../../../domain/units.ts';
import { elapsed, ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import type { Log } from '../../../shared/log.ts';
import type { Random } from '../../../shared/random.ts';
import type { FlowWish, Section } from '../../composer/flow/state.ts';
import type { MusicSource } from '../../port.ts';
import type { StretchName } from '../piece.ts';
import { stretchId, stretchOf, stretchTitle } from '../piece.ts';
import type { RenderFailure } from '../programs.ts';
import { styleFor } from '../stock.ts';
import type { MissingTool, Tools } from '../tools.ts';
import { abilityTo } from '../tools.ts';
import { Flow } from './flow.ts';
import { Outlet } from './outlet.ts';
import type { SectionSound } from './sound.ts';

export type FollowingParts = {
  /** What this machine can render with, or what it lacks. */
  readonly tools: () => Tools | MissingTool;
  /** How lively the room is for its mood, 0 to 1. Asked for each section. */
  readonly energy: () => number;
  /** Makes sound of a section; `midi` is a file that it may use meanwhile. Settles soon after an abort. */
  readonly rendering: (section: Section, midi: string, signal: AbortSignal) => Promise<Result<SectionSound, RenderFailure>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
};

/** How long a request waits for the first section. */
const PATIENCE = ms(20_000);
/** An ensemble plays for so long at least before another takes its place in the same mood. */
const SAME_ENSEMBLE = ms(4 * 60_000);

/** Music that is being heard: what it is to become, what its present stretch is called, and since when. */
type Live = {
  readonly id: string;
  readonly flow: Flow;
  readonly outlet: Outlet;
  readonly steering: Steering;
  readonly close: () => Promise<void>;
};
type Steering = { wish: Omit<FlowWish, 'energy'>; stretch: StretchName; since: Instant };

/**
 * Endless music that moodbox composes while it is heard, and that follows the room: whoever asks for another mood gets the same music
 * again, which goes over to that mood with its next section. Whoever asks for other music gets other music.
 */
export class FollowingSource implements MusicSource {
  readonly name = 'composed';
  readonly #parts: FollowingParts;
  readonly #closing = new AbortController();
  #live: Live | undefined;
  #fading: readonly Live[] = [];
  readonly #isAble: () => boolean;

  constructor(parts: FollowingParts) {
    this.#parts = parts;
    this.#isAble = abilityTo(parts);
  }

  async find({ mood, why, because, taste = new Map(), unplayable }: MusicChoice, signal: AbortSignal): Promise<Found> {
    if (!isEmotion(mood)) return failed('no-match');
    if (!this.#isAble()) return failed('off');
    if ([...(unplayable ?? [])].some((id) => stretchOf(id) !== undefined)) return failed('broken');
    const rising = because === 'lift';
    if (why === 'asked' || !this.#live?.outlet.isHeard) return this.#begun({ mood, rising, ...this.#invented(mood, taste) }, signal);
    this.#steer(this.#live.steering, mood, rising, taste);
    return this.#track(this.#live);
  }

  /** A stretch cannot be heard again as it was, since the room led it. Its mood, its ensemble and its number begin another one. */
  async recall({ id }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const stretch = stretchOf(id);
    if (!stretch || !this.#isAble()) return failed('no-match');
    return this.#begun({ ...stretch, rising: false }, signal);
  }

  get state(): SourceState {
    return this.#isAble() ? { kind: 'ready' } : { kind: 'off', lacks: 'synthesizer' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#fading, ...(this.#live ? [this.#live] : [])].map((live) => live.close()));
  }

  #invented(mood: Emotion, taste: Taste): Pick<StretchName, 'style' | 'number'> {
    const { random } = this.#parts;
    return { style: styleFor(random, mood, taste), number: 1 + Math.floor(random() * 100_000) };
  }

  /** Leads the music to a mood, and in the same mood now and then to another ensemble. */
  #steer(steering: Steering, mood: Emotion, rising: boolean, taste: Taste): void {
    const { clock, random } = this.#parts;
    const { stretch, wish } = steering;
    const isLong = elapsed(steering.since, clock.now()) >= SAME_ENSEMBLE;
    if (mood === stretch.mood && !isLong) {
      steering.wish = { ...wish, rising };
      return;
    }
    const style = styleFor(random, mood, taste);
    steering.stretch = { mood, style, number: stretch.number + 1 };
    steering.wish = { mood, style, rising };
    steering.since = clock.now();
  }

  async #begun({ rising, ...stretch }: StretchName & { readonly rising: boolean }, signal: AbortSignal): Promise<Found> {
    const { clock } = this.#parts;
    const { mood, style, number } = stretch;
    const steering: Steering = { stretch, wish: { mood, style, rising }, since: clock.now() };
    const opening = this.#opened(steering, number);
    const live = await withTimeout(PATIENCE, opening, clock, signal);
    if (!live.ok) {
      void opening.then((late) => late?.close());
      return failed('timeout');
    }
    if (!live.value) return failed('broken');
    await this.#replace(live.value);
    return this.#track(live.value);
  }

  /** What was heard until now sounds on until the new music is heard. */
  async #replace(live: Live): Promise<void> {
    const before = this.#live;
    this.#live = live;
    const all = before ? [...this.#fading, before] : this.#fading;
    this.#fading = all.filter(({ outlet }) => outlet.isHeard);
    await Promise.all(all.filter(({ outlet }) => !outlet.isHeard).map((each) => each.close()));
  }

  async #opened(steering: Steering, seed: number): Promise<Live | undefined> {
    const { clock, energy, log, rendering } = this.#parts;
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-flow-'));
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, stop.signal]);
    const render = (section: Section): ReturnType<FollowingParts['rendering']> => rendering(section, join(folder, 'section.mid'), signal);
    const begun = await Flow.begin({ seed, render, clock, log, signal, wish: () => ({ ...steering.wish, energy: energy() }) });
    const outlet = new Outlet({ folder, clock, take: (frames) => (begun.ok ? begun.value.take(frames) : undefined) });
    const close = async (): Promise<void> => {
      stop.abort();
      await outlet[Symbol.asyncDispose]();
      if (begun.ok) await begun.value.idle();
      rmSync(folder, { recursive: true, force: true });
    };
    if (begun.ok) return { id: folder, flow: begun.value, outlet, steering, close };
    if (!signal.aborted) log.warn({ ...begun.why }, 'composed.failed');
    await close();
    return undefined;
  }

  async #track({ id, outlet, steering }: Live): Promise<Found> {
    const { stretch, wish } = steering;
    const url = await outlet.path();
    const about = { id: stretchId(stretch), title: stretchTitle(stretch), source: this.name, mood: stretch.mood } as const;
    return done<Track>(trackFrom({ ...about, url, endless: true, flow: id, ...(wish.rising && { because: 'lift' }) }));
  }
}
