import type { LearningParts } from '../../src/daemon/answers/learning.ts';
import type { LearntCamera } from '../../src/daemon/sensing/learning-desk.ts';
import { refusal } from '../../src/domain/refusal.ts';
import { done, failed } from '../../src/domain/result.ts';
import { moment } from '../../src/domain/units.ts';

/** What a box has learnt, told by a test; what it proposes can be applied and taken back. */
export class FakeLearning implements LearningParts {
  learnt: readonly LearntCamera[] = [];

  async cameras() {
    return done(this.learnt);
  }

  async apply(camera: string) {
    return this.#change(camera, ({ proposal: { answers, bias } }) => ({ answers, bias: [...bias], at: moment(1_790_000_000_000) }));
  }

  async undo(camera: string) {
    return this.#change(camera, ({ kept }) => kept?.before);
  }

  #change(camera: string, kept: (learnt: LearntCamera) => LearntCamera['kept']) {
    if (!this.learnt.some((each) => each.camera === camera)) return failed(refusal('learning_nothing'));
    this.learnt = this.learnt.map((each) => (each.camera === camera ? { ...each, kept: kept(each) } : each));
    return done(undefined);
  }
}
