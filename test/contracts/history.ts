import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Happening, HeardTrack } from '../../src/domain/history.ts';
import type { Ms } from '../../src/domain/units.ts';
import { moment, ms, share } from '../../src/domain/units.ts';
import type { Archive, History } from '../../src/history/port.ts';
import { MOST_FEEDBACKS, MOST_READINGS } from '../../src/history/port.ts';

/** A history, the hands on its clocks, and a way to read it. The calendar begins at `NOON`. */
export type HistorySubject = AsyncDisposable & {
  history: History;
  /** Lets time pass, on the clock and on the calendar. */
  readonly pass: (span: Ms) => Promise<void>;
  readonly archive: () => Archive;
  /** Closes the history, and opens another one on what it kept. */
  readonly again: () => Promise<void>;
};

export const NOON = Date.UTC(2026, 10, 24, 12);
export const second = (seconds: number) => moment(NOON + seconds * 1000);
export const song = (id: string): HeardTrack => ({ id, title: `Song ${id}`, source: 'library', mood: 'happy' });
export const EVERYTHING = { since: moment(0), until: moment(Number.MAX_SAFE_INTEGER), limit: 10_000 };

/** A minute of a room: it turns happy, a song plays and is liked and skipped, another goes on. */
export const MINUTE: readonly Happening[] = [
  { kind: 'mood', at: second(0), mood: 'neutral', by: 'camera' },
  { kind: 'mood', at: second(10), mood: 'happy', by: 'person' },
  { kind: 'started', at: second(12), track: song('a') },
  { kind: 'like', at: second(20), track: song('a') },
  { kind: 'skip', at: second(30), track: song('a') },
  { kind: 'over', at: second(31), started: second(12), track: song('a'), heard: ms(15_000), end: 'skipped' },
  { kind: 'started', at: second(32), track: song('b') },
];
const AS_READ = [
  { kind: 'mood', at: second(0), until: second(10), mood: 'neutral', by: 'camera' },
  { kind: 'mood', at: second(10), until: second(60), mood: 'happy', by: 'person' },
  { kind: 'play', at: second(12), until: second(31), track: song('a'), heard: 15_000, end: 'skipped' },
  { kind: 'like', at: second(20), track: song('a') },
  { kind: 'skip', at: second(30), track: song('a') },
  { kind: 'play', at: second(32), until: second(60), track: song('b'), heard: 28_000 },
];

/** What every history promises. */
export const historyContract = (name: string, open: () => Promise<HistorySubject>) =>
  describe(`${name} keeps the History promise`, () => {
    let it_: HistorySubject;
    const read = (span: Partial<typeof EVERYTHING> = {}) => {
      using archive = it_.archive();
      return archive.entries({ ...EVERYTHING, ...span });
    };
    beforeEach(async () => {
      it_ = await open();
    });
    afterEach(() => it_[Symbol.asyncDispose]());

    it('tells who came to play their own music, and who left', async () => {
      const visits = [
        { kind: 'guest', at: second(1), name: 'AirPlay', isThere: true },
        { kind: 'guest', at: second(9), name: 'AirPlay', isThere: false },
      ] as const;
      for (const each of visits) it_.history.record(each);
      await it_.again();
      expect(read()).toEqual(visits);
    });

    it('tells who switched the camera, as far as it is known', async () => {
      const switches = [
        { kind: 'camera', at: second(1), on: false, by: { door: 'page', level: 'household', address: '192.168.1.7' } },
        { kind: 'camera', at: second(2), on: true, by: { door: 'broker' } },
      ] as const;
      for (const each of switches) it_.history.record(each);
      await it_.pass(ms(6000));
      expect(read()).toEqual(switches);
      expect(it_.history.opinions()).toEqual([]);
    });

    it('gives back what happened, with where it ended, while it goes on', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(60_000));
      it_.history.record({ kind: 'like', at: second(60), track: song('b') });
      await it_.pass(ms(6000));
      expect(
        read({ until: second(60) }).map((each) => ('until' in each && each.until > second(60) ? { ...each, until: second(60) } : each)),
      ).toMatchObject(AS_READ.map((each) => ('heard' in each && !('end' in each) ? { ...each, heard: expect.any(Number) } : each)));
    });

    it('gives back what happened after it was closed and opened again', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(60_000));
      await it_.again();
      expect(read()).toEqual(AS_READ);
    });

    it('shows what touches a span, and of too much the newest', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(60_000));
      await it_.again();
      expect(read({ since: second(11), until: second(25) })).toEqual(AS_READ.slice(1, 4));
      expect(read({ limit: 2 })).toEqual(AS_READ.slice(-2));
      expect(read({ since: second(3600) })).toEqual([]);
    });

    it('tells opinions at once, newest first, and not too many', async () => {
      for (let i = 0; i < MOST_FEEDBACKS + 10; i += 1) {
        it_.history.record({ kind: i % 2 ? 'like' : 'skip', at: second(i), track: song(`${i}`) });
        if (i === 300) await it_.pass(ms(10_000));
      }
      const opinions = it_.history.opinions();
      expect(opinions.length).toBe(MOST_FEEDBACKS);
      expect(opinions[0]).toEqual({ kind: 'like', at: second(MOST_FEEDBACKS + 9), track: song(`${MOST_FEEDBACKS + 9}`) });
      expect(opinions.at(-1)?.track.id).toBe('10');
    });

    it('takes back what was said last of a track, whether or not it has been written, and leaves no entry of it', async () => {
      const said = (kind: 'like' | 'dislike', at: number, id = 'a') => it_.history.record({ kind, at: second(at), track: song(id) });
      const back = (what: 'like' | 'dislike', at: number) =>
        it_.history.record({ kind: 'taken-back', at: second(at), what, track: song('a') });
      said('like', 1);
      said('like', 2, 'b');
      said('dislike', 3);
      await it_.pass(ms(6000));
      said('like', 7);
      back('like', 8);
      expect(it_.history.opinions().map(({ at }) => at)).toEqual([second(3), second(2), second(1)]);
      back('dislike', 9);
      expect(it_.history.opinions().map(({ at }) => at)).toEqual([second(2), second(1)]);
      back('dislike', 10);
      await it_.pass(ms(6000));
      expect(read().map(({ kind, at }) => [kind, at])).toEqual([
        ['like', second(1)],
        ['like', second(2)],
      ]);
    });

    it('keeps what people answered about the mood, apart from the entries, until it is taken back', async () => {
      const answer = { kind: 'answer', at: second(1), shown: 'happy', expression: 'sad', confidence: share(0.53), level: 'owner' } as const;
      const answers = [
        { ...answer, answer: 'sad' },
        { ...answer, at: second(2), answer: 'happy' },
      ] as const;
      for (const each of answers) it_.history.record(each);
      await it_.pass(ms(6000));
      it_.history.record({ ...answer, at: second(7), answer: 'angry' });
      it_.history.record({ kind: 'taken-back', at: second(8), what: 'answer' });
      await it_.pass(ms(6000));
      using archive = it_.archive();
      expect(archive.feedback(second(0), second(60))).toEqual(answers);
      expect(archive.feedback(second(2), second(60))).toEqual(answers.slice(1));
      it_.history.record({ kind: 'taken-back', at: second(9), what: 'answer' });
      await it_.pass(ms(6000));
      expect(archive.feedback(second(0), second(60))).toEqual(answers.slice(0, 1));
      expect(read()).toEqual([]);
      expect(it_.history.opinions()).toEqual([]);
    });

    it('keeps what the network had read beside the newest answers, and only there', async () => {
      const read = { weights: 'w', cameras: [{ camera: 'sofa', logs: [-4.2, -5, -6, -3, -0.4, -5, -1.2] }] };
      const answer = {
        kind: 'answer',
        shown: 'sad',
        expression: 'sad',
        confidence: share(0.6),
        answer: 'neutral',
        level: 'owner',
      } as const;
      it_.history.record({ ...answer, at: second(0) });
      for (let nth = 1; nth <= MOST_READINGS + 5; nth += 1) it_.history.record({ ...answer, at: second(nth), read });
      it_.history.record({ kind: 'taken-back', at: second(600), what: 'answer' });
      await it_.pass(ms(6000));
      using archive = it_.archive();
      expect(archive.lessons().map(({ at }) => at)[0]).toBe(second(5));
      expect(archive.lessons()).toHaveLength(MOST_READINGS);
      expect(archive.lessons().at(-1)).toEqual({ ...answer, at: second(MOST_READINGS + 4), read });
      expect(archive.feedback(second(0), second(999))).toHaveLength(MOST_READINGS + 5);
    });

    it('tells at once what was played last, oldest first and nothing twice, also after it was opened again', async () => {
      const play = (at: number, id: string) => it_.history.record({ kind: 'started', at: second(at), track: song(id) });
      for (let i = 0; i < 60; i += 1) play(i, `${i}`);
      await it_.pass(ms(61_000));
      play(61, '59');
      play(62, '30');
      const expected = [...Array.from({ length: 50 }, (_, i) => `${i + 10}`).filter((id) => id !== '30' && id !== '59'), '59', '30'];
      expect(it_.history.recent()).toEqual(expected);
      await it_.again();
      expect(it_.history.recent()).toEqual(expected);
    });

    it('lists plays, newest first, before a moment', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(60_000));
      await it_.again();
      const [a, b] = AS_READ.filter(({ kind }) => kind === 'play');
      expect(it_.history.plays(second(3600), 10)).toEqual([b, a]);
      expect(it_.history.plays(second(3600), 1)).toEqual([b]);
      expect(it_.history.plays(second(32), 10)).toEqual([a]);
    });

    it('forgets what was said of a track in its mood, and nothing else', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(10_000));
      const elsewhere = { ...song('a'), mood: 'sad' } as const;
      it_.history.record({ kind: 'like', at: second(40), track: song('a') });
      it_.history.record({ kind: 'like', at: second(41), track: elsewhere });
      expect(it_.history.withdraw(song('a'))).toBe(true);
      expect(it_.history.opinions()).toEqual([{ kind: 'like', at: second(41), track: elsewhere }]);
      await it_.again();
      expect(it_.history.opinions()).toEqual([{ kind: 'like', at: second(41), track: elsewhere }]);
    });

    it('closes once and for all, and takes calls in silence afterwards', async () => {
      for (const each of MINUTE) it_.history.record(each);
      await it_.pass(ms(60_000));
      await it_.history[Symbol.asyncDispose]();
      await it_.history[Symbol.asyncDispose]();
      it_.history.record({ kind: 'like', at: second(61), track: song('late') });
      expect(read()).toEqual(AS_READ);
    });
  });
