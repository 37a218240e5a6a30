import type { MoodAnswer } from '../../domain/history.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { lessonsOf } from '../../learning/lessons.ts';
import type { BiasProposal } from '../../learning/proposal.ts';
import { biasProposal } from '../../learning/proposal.ts';
import type { BiasStore, KeptBias } from '../process/bias-store.ts';

export type LearningDeskParts = {
  readonly biases: Pick<BiasStore, 'cameras' | 'apply' | 'undo'>;
  /** The answers to learn from, oldest first. */
  readonly answers: () => Promise<Result<readonly MoodAnswer[], Refusal>>;
  /** Names the network that is in use. */
  readonly weights: string;
  readonly today: () => Moment;
};

/** What can be learnt about one camera, and what is applied to it now. */
export type LearntCamera = { readonly camera: string; readonly proposal: BiasProposal; readonly kept: KeptBias | undefined };

/** Learns a bias for each camera from what people answered, and applies it or takes it back. For the page and the command line. */
export class LearningDesk {
  readonly #parts: LearningDeskParts;

  constructor(parts: LearningDeskParts) {
    this.#parts = parts;
  }

  /** Every camera with an answer or a correction. Fitting takes tenths of a second. */
  async cameras(): Promise<Result<readonly LearntCamera[], Refusal>> {
    const { answers, biases, weights } = this.#parts;
    const given = await answers();
    if (!given.ok) return given;
    const lessons = lessonsOf(given.value, weights);
    const names = [...new Set([...lessons.keys(), ...biases.cameras.keys()])].sort();
    return done(
      names.map((camera) => {
        const kept = biases.cameras.get(camera);
        return { camera, proposal: biasProposal(lessons.get(camera) ?? [], kept?.bias), kept };
      }),
    );
  }

  /** Applies what the answers propose for a camera; refuses unless that is better than what is in force. */
  async apply(camera: string): Promise<Result<void, Refusal>> {
    const learnt = await this.cameras();
    if (!learnt.ok) return learnt;
    const { proposal } = learnt.value.find((each) => each.camera === camera) ?? {};
    if (proposal?.verdict !== 'better') return failed(refusal('learning_no_better'));
    const { answers, bias } = proposal;
    return this.#parts.biases.apply(camera, { bias: [...bias], answers, at: this.#parts.today() });
  }

  /** Goes back to the correction before, or to none. */
  async undo(camera: string): Promise<Result<void, Refusal>> {
    const { biases } = this.#parts;
    return biases.cameras.has(camera) ? biases.undo(camera) : failed(refusal('learning_nothing'));
  }
}
