import type { Feedback, Happening, HeardTrack, HistoryEntry, HistoryState, MoodAnswer, PastPlay } from '../../src/domain/history.ts';
import { FEEDBACKS } from '../../src/domain/history.ts';
import { remember } from '../../src/domain/music.ts';
import type { Moment } from '../../src/domain/units.ts';
import { moment, ms } from '../../src/domain/units.ts';
import type { Archive, History, Span } from '../../src/history/port.ts';
import { MOST_FEEDBACKS, MOST_READINGS } from '../../src/history/port.ts';

type Over = Extract<Happening, { kind: 'over' }>;

const isOpinion = (each: Happening): each is Feedback => FEEDBACKS.some((kind) => kind === each.kind);

/** A history in memory. `past` outlives it, so that another one can go on with it. */
export class FakeHistory implements History {
  readonly past: Happening[];
  readonly #today: () => Moment;
  state: HistoryState = { kind: 'keeping', setAside: false };
  #closed = false;

  constructor(today: () => Moment = () => moment(0), past: Happening[] = []) {
    this.past = past;
    this.#today = today;
  }

  /** The kinds of what happened, oldest first. */
  get kinds(): readonly string[] {
    return this.past.map(({ kind }) => kind);
  }

  record(happening: Happening): void {
    if (this.#closed) return;
    if (happening.kind !== 'taken-back') this.past.push(happening);
    else {
      const { what } = happening;
      const id = what === 'answer' ? undefined : happening.track.id;
      const place = this.past.findLastIndex((each) => each.kind === what && (!('track' in each) || each.track.id === id));
      if (place >= 0) this.past.splice(place, 1);
    }
  }

  opinions(): readonly Feedback[] {
    const said = this.past.filter(isOpinion);
    return said
      .sort((a, b) => a.at - b.at)
      .slice(-MOST_FEEDBACKS)
      .reverse();
  }

  recent(): readonly string[] {
    const played = this.past.flatMap((each) => (each.kind === 'started' ? [each] : []));
    return played.sort((a, b) => a.at - b.at).reduce((recent, { track }) => remember(recent, track.id), [] as readonly string[]);
  }

  plays(before: Moment, most: number): readonly PastPlay[] {
    const played = this.past.flatMap((each) => this.#entry(each)).filter((each): each is PastPlay => each.kind === 'play');
    return played
      .filter(({ at }) => at < before)
      .sort((a, b) => b.at - a.at)
      .slice(0, most);
  }

  withdraw({ id, mood }: Pick<HeardTrack, 'id' | 'mood'>): boolean {
    const kept = this.past.filter((each) => !(isOpinion(each) && each.track.id === id && each.track.mood === mood));
    this.past.splice(0, this.past.length, ...kept);
    return true;
  }

  get lessons(): readonly MoodAnswer[] {
    return this.past.filter((each): each is MoodAnswer => each.kind === 'answer' && each.read !== undefined).slice(-MOST_READINGS);
  }

  archive(): Archive {
    const feedback: Archive['feedback'] = (since, until) =>
      this.past.filter((each): each is MoodAnswer => each.kind === 'answer' && each.at >= since && each.at < until);
    const lessons: Archive['lessons'] = () => this.lessons;
    return { entries: (span) => this.#entries(span), feedback, lessons, [Symbol.dispose]: () => undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
  }

  #entries({ since, until, limit }: Span): readonly HistoryEntry[] {
    return this.past
      .flatMap((each) => this.#entry(each))
      .filter((each) => each.at < until && ('until' in each ? each.until : each.at) >= since)
      .sort((a, b) => a.at - b.at)
      .slice(-limit);
  }

  #entry(each: Happening): readonly HistoryEntry[] {
    const { kind, at } = each;
    if (kind === 'over' || kind === 'answer' || kind === 'taken-back') return [];
    if (kind === 'camera' || kind === 'guest' || isOpinion(each)) return [each];
    if (kind === 'mood') {
      const next = this.past.filter((other) => other.kind === 'mood' && other.at > at).map((other) => other.at);
      return [{ ...each, until: moment(Math.min(this.#today(), ...next)) }];
    }
    const over = this.past.find(
      (other): other is Over => other.kind === 'over' && other.started === at && other.track.id === each.track.id,
    );
    if (over) return [{ kind: 'play', at, until: over.at, track: each.track, heard: over.heard, end: over.end }];
    return [{ kind: 'play', at, until: this.#today(), track: each.track, heard: ms(this.#today() - at) }];
  }
}
