import { setImmediate } from 'node:timers/promises';
import type { Watchfulness } from '../daemon/sensing/watchfulness.ts';
import { watchfulness } from '../daemon/sensing/watchfulness.ts';
import type { Face } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { instant, later, ms } from '../domain/units.ts';
import type { Noticed } from './noticed.ts';
import { noticedSince } from './noticed.ts';
import type { Timeline, TimelineChange } from './timeline.ts';
import type { Settings } from './world.ts';
import { SimulatedWorld } from './world.ts';

const TICK = ms(1000);
/** After this many steps the process gets a chance to handle signals. */
const BREATH = 10_000;

const CUT_OFF = 'cut off here; the timeline goes on';

export type SimulationLimits = { readonly lasts?: Ms | undefined; readonly signal: AbortSignal };

/** What the camera sees until a line says otherwise. */
type Seen = { readonly faces: readonly Face[]; readonly motion: boolean; readonly presence: boolean | null };

/**
 * Runs the daemon's own decisions on a timeline, as fast as the machine can, and yields what a person would have noticed, in order of
 * time. Frames come at the camera's rate: `camera.fps` with a face in sight, `camera.idle_fps` otherwise. It lasts until the last line or,
 * if given, until `lasts`; if that cuts the timeline off, a note says so. The last event is `over`, unless the signal is aborted.
 */
export async function* simulate(timeline: Timeline, settings: Settings, { lasts, signal }: SimulationLimits): AsyncGenerator<Noticed> {
  await using world = new SimulatedWorld(settings);
  const evening = new Evening(world, settings.config.camera, signal);
  for (const change of timeline) {
    if (lasts !== undefined && change.t > lasts) {
      yield* evening.passTo(instant(lasts));
      if (!signal.aborted) yield { at: instant(lasts), kind: 'note', note: CUT_OFF };
      break;
    }
    yield* evening.passTo(change.t);
    if (signal.aborted) return;
    yield* evening.apply(change);
  }
  if (lasts !== undefined) yield* evening.passTo(instant(lasts));
  if (!signal.aborted) yield { at: world.clock.now(), kind: 'over' };
}

/** Moves time on: frames, ticks and sleepers, in the order in which they are due. */
class Evening {
  readonly #world: SimulatedWorld;
  readonly #camera: Settings['config']['camera'];
  #seen: Seen = { faces: [], motion: false, presence: null };
  /** Something moved since the last frame. The next frame shows it, however short it was. */
  #stirred = false;
  #frame = instant(0);
  #tick = instant(0);
  #watching: Watchfulness | undefined;
  #told: SimulatedWorld['scene'];
  readonly #signal: AbortSignal;
  #steps = 0;

  constructor(world: SimulatedWorld, camera: Settings['config']['camera'], signal: AbortSignal) {
    this.#world = world;
    this.#camera = camera;
    this.#signal = signal;
    this.#told = world.scene;
  }

  /** Runs everything that is due before `end`. */
  async *passTo(end: Instant): AsyncGenerator<Noticed> {
    const { clock } = this.#world;
    if (end <= clock.now()) return;
    for (let at = this.#next; at < end && !this.#signal.aborted; at = this.#next) {
      this.#steps += 1;
      if (this.#steps % BREATH === 0) await setImmediate();
      await this.#world.moveTo(at);
      if (at === this.#tick) this.#ticks();
      if (at === this.#frame && this.#world.sees) this.#look(at);
      await this.#world.settled();
      yield* this.#news();
    }
    await this.#world.moveTo(end);
  }

  /** Applies one line of the timeline. */
  async *apply({ t: at, camera, command, faces, motion, note, presence }: TimelineChange): AsyncGenerator<Noticed> {
    if (note !== undefined) yield { at, kind: 'note', note };
    this.#stirred ||= motion === true;
    const sensor = presence !== undefined && presence !== this.#seen.presence;
    this.#seen = {
      faces: faces ?? this.#seen.faces,
      motion: motion ?? this.#seen.motion,
      presence: command?.type === 'presence' ? command.on : presence === undefined ? this.#seen.presence : presence,
    };
    if (camera !== undefined) await this.#world.setCamera(camera);
    if (sensor) await this.#world.command({ type: 'presence', on: presence });
    if (command) {
      yield { at, kind: 'command', command };
      await this.#world.command(command);
    }
    await this.#world.settled();
    yield* this.#news();
    if (!this.#world.sees) this.#watching = undefined;
    else if (this.#frame < at) this.#frame = at;
  }

  /** When the next thing is due. */
  get #next(): Instant {
    const { clock, sees } = this.#world;
    const frame = sees ? this.#frame : Number.POSITIVE_INFINITY;
    return instant(Math.min(this.#tick, frame, clock.next ?? Number.POSITIVE_INFINITY));
  }

  #ticks(): void {
    this.#world.tick();
    this.#tick = later(this.#tick, TICK);
  }

  #look(at: Instant): void {
    const { faces } = this.#seen;
    const motion = this.#seen.motion || this.#stirred;
    this.#stirred = false;
    const sighting = { at, faces, ...(motion && { moved: true }) };
    this.#world.sight(sighting);
    this.#watching = watchfulness(this.#watching, sighting);
    const { fps, idle_fps } = this.#camera;
    this.#frame = later(at, ms(1000 / (this.#watching.pace === 'full' ? fps : Math.min(fps, idle_fps))));
  }

  #news(): readonly Noticed[] {
    const before = this.#told;
    this.#told = this.#world.scene;
    return noticedSince(before, this.#told);
  }
}
