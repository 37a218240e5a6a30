import type { CommandOrigin } from '../../domain/access.ts';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { HeardTrack, PastPlay } from '../../domain/history.ts';
import type { ListedTrack, SourceName, SourceState, Track, TrackSource } from '../../domain/music.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { after, refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { moment, ms } from '../../domain/units.ts';
import type { History } from '../../history/port.ts';
import type { MusicShelf, SearchWords } from '../../music/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { LibraryAnswer, MUSIC_ENDPOINTS } from '../../web/api/music.ts';
import { MOST_FOUND } from '../../web/api/music.ts';
import type { PageVisitor } from '../../web/port.ts';
import { searchIn } from './music-search.ts';
import { OpaqueNames } from './opaque-names.ts';
import { trackKey, verdictsOf } from './verdicts.ts';

export type MusicAnswerParts = {
  readonly history: Pick<History, 'state' | 'plays' | 'opinions'>;
  readonly music: MusicShelf;
  readonly words: SearchWords;
  /** The sources that a mood asks, first choice first. */
  readonly orderOf: (mood: Mood) => readonly SourceName[];
  /** The mood in force. */
  readonly mood: () => Mood;
  readonly playOnce: (track: Track, by: CommandOrigin) => Result<void, Refusal>;
  /** Sets or takes back what people think of a track; false if the history cannot be changed now. */
  readonly judge: (track: HeardTrack, as: 'like' | 'dislike' | undefined) => boolean;
  readonly clock: Clock;
  readonly today: () => Moment;
};

type Answers = AnswersOf<typeof MUSIC_ENDPOINTS>;
/** A track of any list; what is not known of it is missing. */
type Named = HeardTrack & Pick<ListedTrack, 'duration'>;

/** Somebody waits for the answer, and the door waits for 20 s. */
const PATIENCE = ms(18_000);
const LIBRARY_PART = 50;

/** Answers all that the page asks about the music of the box. */
export function musicAnswers(parts: MusicAnswerParts): Answers {
  const desk = new Desk(parts);
  return { ...listAnswers(desk, parts), ...choiceAnswers(desk, parts), ...wordAnswers(parts) };
}

/** What the handlers share: the names of tracks, and the one search that runs. */
class Desk {
  readonly #parts: MusicAnswerParts;
  readonly #tokens = new OpaqueNames<Named>(trackKey);
  #searching: AbortController | undefined;

  constructor(parts: MusicAnswerParts) {
    this.#parts = parts;
  }

  /** A track as the page may see it. */
  listed(track: Named) {
    const { title, source, mood, duration } = track;
    return { id: this.#tokens.nameOf(track), title, source, mood, ...(duration !== undefined && { duration }) };
  }

  track(id: string): Result<Named, Refusal> {
    const track = this.#tokens.thingOf(id);
    return track ? done(track) : failed(refusal('list_old'));
  }

  /** Whether a track of that source can be found again. */
  playsAgain(name: TrackSource): boolean {
    const source = this.#parts.music.source(name);
    return source?.recall !== undefined && source.state?.kind !== 'off';
  }

  /** Ends the search before, and any work after `PATIENCE`. */
  async search<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#searching?.abort();
    const searching = new AbortController();
    this.#searching = searching;
    return this.within(work, searching.signal);
  }

  async within<T>(work: (signal: AbortSignal) => Promise<T>, signal = new AbortController().signal): Promise<T> {
    using limit = new LinkedAbort(signal).abortAfter(PATIENCE, this.#parts.clock, () => new Error('it took too long'));
    return await work(limit.signal); // the limit holds until then
  }
}

const SOON = ms(60_000);

function listAnswers(
  desk: Desk,
  { history, music, today }: MusicAnswerParts,
): Pick<Answers, 'GET /api/plays' | 'GET /api/opinions' | 'GET /api/sources' | 'GET /api/library'> {
  return {
    'GET /api/plays': async ({ before, limit }) => {
      const plays = history.plays(before === undefined ? LAST_MOMENT : moment(before), limit);
      const verdicts = verdictsOf(history.opinions());
      const listed = plays.map((play) => ({
        ...playOf(play),
        ...desk.listed(play.track),
        ...only('verdict', verdicts.get(trackKey(play.track))?.verdict),
        again: desk.playsAgain(play.track.source),
      }));
      return done({ history: history.state.kind, plays: listed, more: plays.length === limit });
    },
    'GET /api/opinions': async () => {
      const opinions = [...verdictsOf(history.opinions()).values()];
      const listed = opinions.map(({ track, at, verdict }) => ({
        ...desk.listed(track),
        ...{ at, verdict, again: desk.playsAgain(track.source) },
      }));
      return done({ history: history.state.kind, opinions: listed });
    },
    'GET /api/sources': async () =>
      done({
        sources: music.standings.map(({ name, state, size }) => ({ name, state: stateAt(state, today()), ...only('tracks', size) })),
      }),
    'GET /api/library': async ({ mood, from }) => done(libraryOf(desk, { music, today }, mood, from)),
  };
}

/** Later than any play. */
const LAST_MOMENT = moment(8.64e15);

const playOf = ({ at, end, heard }: PastPlay) => ({ at, heard: Math.round(heard), ...only('end', end) });

function choiceAnswers(
  desk: Desk,
  { history, judge, mood, music, playOnce }: MusicAnswerParts,
): Pick<Answers, 'PUT /api/opinions' | 'DELETE /api/opinions' | 'GET /api/search' | 'POST /api/play'> {
  const say = (id: string, as: 'like' | 'dislike' | undefined): Result<void, Refusal> => {
    if (history.state.kind === 'off') return failed(refusal('opinions_unkept'));
    const track = desk.track(id);
    if (!track.ok) return track;
    return judge(heardOf(track.value), as) ? done(undefined) : failed(after(SOON, refusal('history_wait')));
  };
  return {
    'PUT /api/opinions': async ({ id, verdict }) => {
      const said = say(id, verdict === 'liked' ? 'like' : 'dislike');
      return said.ok ? done({ verdict }) : said;
    },
    'DELETE /api/opinions': async ({ id }) => {
      const said = say(id, undefined);
      return said.ok ? done({ id }) : said;
    },
    'GET /api/search': async ({ q, source }) => {
      const where = music.source(source);
      if (!where) return done({ tracks: [], why: 'off' });
      const about = { mood: musicMood(mood()), most: MOST_FOUND };
      const found = await desk.search((signal) => searchIn(where, q, about, signal));
      return done(found.ok ? { tracks: found.value.map((track) => desk.listed(track)), why: null } : { tracks: [], why: found.why });
    },
    'POST /api/play': async ({ id }, by) => {
      const track = desk.track(id);
      if (!track.ok) return track;
      const found = await desk.within((signal) => music.recall(heardOf(track.value), signal));
      if (!found.ok) return done({ title: track.value.title, why: found.why });
      const taken = playOnce(found.value, originOf(by));
      return taken.ok ? done({ title: found.value.title, why: null }) : taken;
    },
  };
}

function wordAnswers({ music, orderOf, words }: MusicAnswerParts): Pick<Answers, 'GET /api/searches' | 'PUT /api/searches'> {
  const of = (mood: Mood) => {
    const { changed, usual, words: now } = words.of(mood);
    return { mood, words: [...now], usual: [...usual], changed, youtube: orderOf(mood).includes('youtube') };
  };
  return {
    'GET /api/searches': async () => done({ moods: MOODS.map(of) }),
    'PUT /api/searches': async ({ mood, words: wanted }) => {
      const changed = await words.change(mood, wanted ?? undefined);
      if (!changed.ok) return failed(refusal('words_unwritable'));
      music.forget(mood);
      return done(of(mood));
    },
  };
}

function libraryOf(
  desk: Desk,
  { music, today }: Pick<MusicAnswerParts, 'music' | 'today'>,
  mood: Mood | undefined,
  from: number,
): LibraryAnswer {
  const library = music.source('library');
  if (!library) return { state: null, moods: [], tracks: [], total: 0 };
  const moods = MOODS.map((each) => ({ mood: each, tracks: library.shelf?.(each, { from: 0, most: 0 }).total ?? 0 }));
  const part = mood && library.shelf?.(mood, { from, most: LIBRARY_PART });
  const state = stateAt(library.state ?? { kind: 'ready' }, today());
  return { state, moods, tracks: part?.tracks.map((track) => desk.listed(track)) ?? [], total: part?.total ?? 0 };
}

const stateAt = (state: SourceState, now: Moment) =>
  state.kind === 'resting' ? { kind: state.kind, why: state.why, until: moment(now + state.left) } : state;

const heardOf = ({ id, title, source, mood }: Named): HeardTrack => ({ id, title, source, mood });

/** What somebody finds in an empty room is for a room at rest. */
const musicMood = (mood: Mood): Mood => (mood === 'away' ? 'neutral' : mood);

const originOf = ({ level, address }: PageVisitor): CommandOrigin => ({ door: 'page', ...(level !== 'stranger' && { level }), address });

/** A field that is absent if it has no value. */
const only = <K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: V };
