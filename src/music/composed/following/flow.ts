import type { Result } from '../../../domain/result.ts';
import { done } from '../../../domain/result.ts';
import { elapsed } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import type { Log } from '../../../shared/log.ts';
import { beginFlow, nextSection } from '../../composer/flow/next-section.ts';
import type { FlowState, FlowWish, Section } from '../../composer/flow/state.ts';
import type { RenderFailure } from '../programs.ts';
import { Mixer } from './mixer.ts';
import type { SectionSound } from './sound.ts';
import { SOUND_FORMAT } from './sound.ts';

/** Makes sound of a section. Settles soon after the flow's signal is aborted. */
export type SectionRendering = (section: Section) => Promise<Result<SectionSound, RenderFailure>>;
export type FlowParts = {
  readonly seed: number;
  /** What is wanted now. Asked for each section, as late as possible. */
  readonly wish: () => FlowWish;
  readonly render: SectionRendering;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when no more is wanted. */
  readonly signal: AbortSignal;
  /** Called for each section when it is composed. */
  readonly composed?: (section: Section) => void;
};

/**
 * How long before the joint the next section is composed, in seconds: three times as long as rendering has taken lately, within bounds. On
 * a machine that is so busy that this takes long, the room is followed later; a section that is late would follow it no sooner.
 */
const LEAD = { least: 6, most: 24, times: 3 };
/** After a failure, so much is heard before the next try, in seconds. */
const REST = 4;
/** After so many failures in a row the music ends. */
const MOST_FAILURES = 8;
/** Two wishes for the same mood are the same music if their energies are this close. */
const SAME_ENERGY = 0.1;

type Prepared = { readonly sound: SectionSound; readonly state: FlowState; readonly wish: FlowWish };

/**
 * Endless music, made while it is heard: as the present section comes to its end, the next is composed and rendered. Nothing here waits:
 * a section that is not ready in time is replaced by the present one, varied.
 */
export class Flow {
  readonly #parts: FlowParts;
  readonly #mixer: Mixer;
  #state: FlowState;
  #prepared: Prepared | undefined;
  #preparing: Promise<void> | undefined;
  #lead = LEAD.least;
  #failures = 0;
  /** Frames that have been handed out, and from which of them on a section may be tried again. */
  #taken = 0;
  #restsUntil = 0;

  private constructor(parts: FlowParts, first: Prepared) {
    this.#parts = parts;
    this.#mixer = new Mixer(first.sound);
    this.#state = first.state;
  }

  /** Composes and renders the first section. */
  static async begin(parts: FlowParts): Promise<Result<Flow, RenderFailure>> {
    const first = await preparedFrom(beginFlow(parts.seed), parts);
    return first.ok ? done(new Flow(parts, first.value)) : first;
  }

  /** The next frames as little-endian samples; undefined if the music has come to an end, because no more can be made. */
  take(frames: number): Buffer | undefined {
    if (this.#failures >= MOST_FAILURES) return undefined;
    this.#lookAhead();
    const samples = this.#mixer.take(frames, () => this.#turned());
    this.#taken += frames;
    return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  }

  /** Waits until the next section is ready, if it is time for it. For music that is not heard in real time. */
  async ready(): Promise<void> {
    this.#lookAhead();
    await this.#preparing;
  }

  /** Waits until nothing is being prepared. */
  async idle(): Promise<void> {
    await this.#preparing;
  }

  #lookAhead(): void {
    const { left } = this.#mixer;
    const isTime = left <= this.#lead * SOUND_FORMAT.rate;
    if (this.#prepared && !isTime && !isSameWish(this.#prepared.wish, this.#parts.wish())) this.#prepared = undefined;
    if (this.#prepared || this.#preparing || this.#taken < this.#restsUntil) return;
    if (isTime || this.#mixer.repeats > 0) this.#preparing = this.#prepare().finally(() => (this.#preparing = undefined));
  }

  async #prepare(): Promise<void> {
    const { clock, log, signal } = this.#parts;
    const began = clock.now();
    const prepared = await preparedFrom(this.#state, this.#parts);
    if (prepared.ok) {
      this.#prepared = prepared.value;
      this.#failures = 0;
      const took = elapsed(began, clock.now()) / 1000;
      this.#lead = Math.max(LEAD.least, Math.min(LEAD.most, Math.max(this.#lead * 0.9, LEAD.times * took)));
      return;
    }
    if (signal.aborted) return;
    this.#failures += 1;
    this.#restsUntil = this.#taken + REST * SOUND_FORMAT.rate;
    log.warn({ ...prepared.why, failures: this.#failures }, 'composed.section_failed');
  }

  /** The section that is heard from this joint on; undefined if it is late. */
  #turned(): SectionSound | undefined {
    const prepared = this.#prepared;
    if (!prepared) {
      this.#parts.log.info({ repeats: this.#mixer.repeats + 1 }, 'composed.section_late');
      return undefined;
    }
    this.#prepared = undefined;
    this.#state = prepared.state;
    return prepared.sound;
  }
}

async function preparedFrom(from: FlowState, { wish, render, composed }: FlowParts): Promise<Result<Prepared, RenderFailure>> {
  const wished = wish();
  const { section, state } = nextSection(from, wished);
  composed?.(section);
  const rendered = await render(section);
  return rendered.ok ? done({ sound: rendered.value, state, wish: wished }) : rendered;
}

const isSameWish = (a: FlowWish, b: FlowWish): boolean =>
  a.mood === b.mood && a.style === b.style && a.rising === b.rising && Math.abs(a.energy - b.energy) <= SAME_ENERGY;
