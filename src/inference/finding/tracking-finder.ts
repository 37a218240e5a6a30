import { assertNever } from '../../domain/assert-never.ts';
import type { Frame } from '../../domain/sight.ts';
import { elapsed, ms } from '../../domain/units.ts';
import { frameViews } from '../frame-views.ts';
import type { FaceFinder, FoundFace } from '../port.ts';
import type { Budget } from './budget.ts';
import type { FarFaceFinder } from './far-faces.ts';
import type { Followed, KnownFaces } from './known-faces.ts';
import { boxesOf, isAmong, isSameSize, mergedFaces, UNCONFIRMED } from './known-faces.ts';
import { isSame } from './same-face.ts';
import { planFor } from './search-plan.ts';
import type { FaceSearcher } from './searcher.ts';

/** With more faces than this, one search of the whole frame is cheaper than a search around each. */
const MOST_FOLLOWED = 8;
/** A face that no search of the whole frame has confirmed for this long, because it is small or tilted, is looked at closely. */
const DOUBTFUL = ms(2500);

/** The budget that searches are charged to (none: they are free), and what finds small faces (none: only large ones are found). */
type Helpers = { readonly budget?: Budget; readonly far?: FarFaceFinder };

/**
 * Finds the same faces as the given searcher at a fraction of its cost. A face that was there a moment ago is searched for around its last
 * place; the whole frame is searched only now and then, when a face was lost, and when something moves. A frame in which nothing moves is
 * not searched at all. For the frames of one camera, in order of time.
 */
export class TrackingFaceFinder implements FaceFinder {
  readonly #finder: FaceSearcher;
  readonly #budget: Budget | undefined;
  readonly #far: FarFaceFinder | undefined;
  #known: KnownFaces | undefined;

  constructor(finder: FaceSearcher, { budget, far }: Helpers = {}) {
    this.#finder = finder;
    this.#budget = budget;
    this.#far = far;
  }

  async find(frame: Frame): Promise<readonly FoundFace[]> {
    const known = await this.#followed(frame);
    const strangers = (await this.#far?.newcomers(frame, boxesOf(known))) ?? [];
    const faces = [...known.faces, ...strangers.map((box): Followed => ({ box, confirmed: frame.at }))];
    this.#known = { ...known, faces };
    return boxesOf(this.#known);
  }

  /** Large faces, and those of any size that were known before. */
  async #followed(frame: Frame): Promise<KnownFaces> {
    const { sketch } = frameViews(frame);
    const before = this.#known && isSameSize(this.#known, frame) ? this.#known : undefined;
    const plan = planFor(before, sketch, frame.at, this.#budget?.allows(frame.at) ?? true);
    if (!before) return this.#everywhere(frame, { faces: [], sketch });
    if (plan === 'nothing') return before;
    const { found, lost } = await this.#around(frame, before.faces);
    const now = { ...before, faces: found, sketch };
    if (lost && plan !== 'everywhere') return this.#everywhere(frame, { ...now, lost: frame.at });
    switch (plan) {
      case 'everywhere':
        return this.#everywhere(frame, now);
      case 'half':
        return this.#half(frame, now);
      case 'around':
        return now;
      default:
        return assertNever(plan);
    }
  }

  /** The faces that are still there. `lost`: one is not, and a search of the whole frame might find it. */
  async #around(frame: Frame, faces: readonly Followed[]): Promise<{ readonly found: readonly Followed[]; readonly lost: boolean }> {
    const far = faces.filter(({ box }) => this.#far?.isFar(frame, box));
    const near = faces.filter((face) => !far.includes(face));
    const crowd = near.length > MOST_FOLLOWED;
    const [found, gone]: [Followed[], Followed[]] = [[], crowd ? [...near] : []];
    for (const face of [...(crowd ? [] : near), ...far.slice(0, MOST_FOLLOWED)]) {
      const again = await this.#again(frame, face);
      if (again && !isAmong(found, again.box)) found.push(again);
      else gone.push(face);
    }
    this.#far?.addLost(
      gone.filter((face) => far.includes(face)).map(({ box }) => box),
      frame.at,
    );
    return { found, lost: gone.some((face) => near.includes(face)) };
  }

  async #again(frame: Frame, { box, confirmed }: Followed): Promise<Followed | undefined> {
    const again = await this.#charged(() => this.#finder.findAgain(frame, box), 'spendByClock');
    if (!again) return undefined;
    const doubtful = elapsed(confirmed, frame.at) >= DOUBTFUL;
    if (!doubtful) return { box: again, confirmed };
    if (await this.#charged(() => this.#finder.clearly(frame, again))) return { box: again, confirmed: frame.at };
    return elapsed(confirmed, frame.at) < UNCONFIRMED ? { box: again, confirmed } : undefined;
  }

  #charged<T>(search: () => Promise<T>, how: 'spend' | 'spendByClock' = 'spend'): Promise<T> {
    return this.#budget ? this.#budget[how](search) : search();
  }

  async #everywhere(frame: Frame, known: Pick<KnownFaces, 'faces' | 'sketch' | 'lost'>): Promise<KnownFaces> {
    return {
      ...known,
      faces: mergedFaces(known.faces, await this.#charged(() => this.#finder.find(frame)), frame.at),
      scanned: frame.at,
      next: 'small',
      width: frame.width,
      height: frame.height,
    };
  }

  /**
   * Searches the half of the sizes whose turn it is for people who came in; the next search takes the other half. A followed face keeps the
   * box from the search around it, because half of the sizes may fit it badly.
   */
  async #half(frame: Frame, known: KnownFaces): Promise<KnownFaces> {
    const found = await this.#charged(() => this.#finder.find(frame, known.next));
    const next = known.next === 'small' ? 'large' : 'small';
    const faces = known.faces.map((face) => (found.some((box) => isSame(face.box, box)) ? { ...face, confirmed: frame.at } : face));
    const strangers = found.filter((box) => !isAmong(faces, box));
    return { ...known, faces: mergedFaces(faces, strangers, frame.at), scanned: frame.at, next };
  }
}
