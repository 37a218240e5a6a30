import type { NetworkReadings } from '../../domain/history.ts';
import type { Sighting } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { withBias } from '../../learning/bias.ts';
import type { Evidence, EvidenceSettings } from '../../learning/evidence.ts';
import { gathered, isRecent, logsOf } from '../../learning/evidence.ts';
import type { BiasStore } from '../process/bias-store.ts';

export type CorrectionParts = {
  readonly biases: Pick<BiasStore, 'cameras' | 'refresh' | 'onChange'>;
  readonly settings: EvidenceSettings;
  /** Names the network whose scores these are. */
  readonly weights: string;
};

/**
 * Where scores become those of this room: every sighting passes here once, on its way to the mood. Remembers what the network itself said
 * of each camera's faces in the last minute, for somebody who says whether that was right.
 */
export class Correction {
  readonly #parts: CorrectionParts;
  #evidence: ReadonlyMap<string, Evidence> = new Map();

  constructor(parts: CorrectionParts) {
    this.#parts = parts;
  }

  /** The sighting with its camera's bias. */
  corrected(sighting: Sighting): Sighting {
    const { biases, settings } = this.#parts;
    const { camera = '' } = sighting;
    const evidence = gathered(this.#evidence.get(camera), sighting, settings);
    if (evidence) this.#evidence = new Map([...this.#evidence, [camera, evidence]]);
    const kept = biases.cameras.get(camera);
    return kept ? withBias(sighting, kept.bias) : sighting;
  }

  /** What the network said lately; undefined if no face was read. */
  readings(now: Instant): NetworkReadings | undefined {
    const recent = [...this.#evidence].filter(([, evidence]) => isRecent(evidence, now));
    const cameras = recent.map(([camera, evidence]) => ({ camera, logs: logsOf(evidence) }));
    return cameras.length > 0 ? { weights: this.#parts.weights, cameras } : undefined;
  }

  /** Forgets what was read: the cameras have been switched off. */
  forget(): void {
    this.#evidence = new Map();
  }

  /** Looks whether another process has changed a bias. Call it about once a second. */
  refresh(): void {
    this.#parts.biases.refresh();
  }

  /** Calls the listener whenever a bias changes. Returns a function that ends this. */
  onChange(listener: () => void): () => void {
    return this.#parts.biases.onChange(listener);
  }
}
