import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Explanation, FaceExplainer } from '../../inference/port.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** How long to wait for a frame that shows the face: an idle camera is looked at three times a second. */
const PATIENCE = ms(3000);

export type ExplainerParts = {
  readonly viewpoints: readonly { readonly name: string; readonly eyes: FaceExplainer }[];
  readonly clock: Clock;
  readonly allowed: boolean;
};

/** Explains readings, one at a time: each costs as much as reading 324 faces. */
export class ReadingExplainer {
  readonly allowed: boolean;
  readonly #parts: ExplainerParts;
  #busy = false;

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
    this.allowed = parts.allowed;
  }

  /** What moved the reading of this face, or of the largest one, in the next picture. The failure is for whoever asks. */
  async explain(camera: string, id?: number): Promise<Result<Explanation, Refusal>> {
    if (!this.allowed) return failed(refusal('explain_off'));
    if (this.#busy) return failed(refusal('explain_busy'));
    const eyes = this.#parts.viewpoints.find(({ name }) => name === camera)?.eyes;
    if (!eyes) return failed(refusal('camera_unknown', { camera }));
    this.#busy = true;
    const waiting = new AbortController();
    void this.#parts.clock.sleep(PATIENCE, waiting.signal).then(
      () => waiting.abort(),
      () => undefined,
    );
    try {
      const explained = await eyes.explainNext(id, waiting.signal);
      return explained ? done(explained) : failed(refusal('face_gone'));
    } finally {
      waiting.abort();
      this.#busy = false;
    }
  }
}
