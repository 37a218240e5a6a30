import { roomsAnswers } from '../../src/daemon/answers/rooms.ts';
import type { GroupBox } from '../../src/domain/group.ts';
import type { HeardTrack } from '../../src/domain/history.ts';
import type { Found, Track } from '../../src/domain/music.ts';
import { trackFrom } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import { moment, ms, percent } from '../../src/domain/units.ts';
import { LoopSource } from '../../src/music/loops.ts';
import type { MusicSource, SearchResult } from '../../src/music/port.ts';
import type { PlayerRoom, PlayerRooms } from '../../src/players/port.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeHistory } from '../fakes/history.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakeMusicSource } from '../fakes/music.ts';
import { emptyMusicAnswers, FakeWords, musicOf } from '../fakes/music-answers.ts';
import { seeing } from '../group/made.ts';

const MINUTE = 60_000;

const TITLES = [
  'Nina Simone – Feeling Good',
  'Kaffee am Morgen (instrumental, two hours of soft bossa nova for quiet cafés and long breakfasts)',
  'Sigur Rós – Hoppípolla',
  'Stan Getz & João Gilberto – Corcovado',
  'For a quiet room, no. 412 (electric piano trio)',
  'Erik Satie – Gymnopédie No. 1',
  'Cesária Évora – Sodade',
  'Miles Davis – Blue in Green',
  'Khruangbin – Maria También',
  'Nils Frahm – Says',
] as const;
const MOODS = ['happy', 'neutral', 'happy', 'neutral', 'sad'] as const;
const SOURCES = ['youtube', 'library', 'youtube', 'youtube', 'composed'] as const;

/** The tracks that were played, the newest first. */
const TRACKS: readonly HeardTrack[] = TITLES.map((title, i) => ({
  ...{ id: `track-${i}`, title },
  ...{ source: SOURCES[i % SOURCES.length] ?? 'youtube', mood: MOODS[i % MOODS.length] ?? 'neutral' },
}));

const found = (track: HeardTrack): Found => done(trackFrom({ ...track, url: 'https://music.invalid/x', duration: ms(185_000) }));

/** YouTube that knows every title by its words, and finds nothing for others. `rests` until it is told otherwise. */
class StageYoutube extends FakeMusicSource implements MusicSource {
  rests = false;

  constructor() {
    super([]);
  }

  get state() {
    return this.rests ? ({ kind: 'resting', why: 'bot-check', left: ms(2 * 3_600_000) } as const) : ({ kind: 'ready' } as const);
  }

  override async recall(track: HeardTrack): Promise<Found> {
    return this.rests ? failed('blocked') : found(track);
  }

  async search(words: string): Promise<SearchResult> {
    if (this.rests) return failed('blocked');
    const fitting = TRACKS.filter(({ title }) => title.toLowerCase().includes(words.toLowerCase()));
    return done(fitting.map((track) => ({ ...track, source: 'youtube' as const, duration: ms(185_000) })));
  }
}

/** A library with 60 tracks for happy moods, and a few for sad ones. */
const library = (): MusicSource => ({
  name: 'library',
  state: { kind: 'ready' },
  size: 63,
  find: async () => failed('no-match'),
  recall: async (track) => found(track),
  shelf: (mood, { from, most }) => {
    const total = mood === 'happy' ? 60 : mood === 'sad' ? 3 : 0;
    const all = Array.from({ length: total }, (_, i) => ({
      ...{ id: `/music/${mood}/${i}.mp3`, title: `Performer ${i} – Song number ${i}`, source: 'library' as const, mood },
      duration: ms(150_000 + 7000 * i),
    }));
    return { tracks: all.slice(from, from + most), total };
  },
});

class StageRooms implements PlayerRooms {
  all: readonly PlayerRoom[] = [
    { id: 'mac-1', name: 'Kitchen', connected: true, percent: percent(80), muted: false },
    { id: 'mac-2', name: 'Winter garden with the piano', connected: true, percent: percent(45), muted: true },
    { id: 'mac-3', name: 'Terrace', connected: false, percent: percent(100), muted: false },
  ];

  async set(id: string, change: Partial<PlayerRoom>): Promise<boolean> {
    this.all = this.all.map((room) => (room.id === id ? { ...room, ...change } : room));
    return this.all.some((room) => room.id === id);
  }

  onChange = () => () => undefined;
}

/** A box with a past, music of several sources, rooms, and two other boxes. What the page asks of it is done and can be looked at. */
export class MusicStage extends FakeBox {
  readonly history: FakeHistory;
  readonly youtube = new StageYoutube();
  readonly words = new FakeWords();
  readonly rooms = new StageRooms();
  readonly played: Track[] = [];
  readonly handed: string[] = [];
  plays = 'bar';

  constructor() {
    const track = { ...happyReport.playback, track: { ...TRACKS[0], url: '', duration: ms(185_000) } } as typeof happyReport.playback;
    super({ ...happyReport, id: 'bar', playback: track, rooms: 2, group: groupOf('bar') });
    const now = Date.now();
    this.history = new FakeHistory(() => moment(now));
    for (const [i, each] of TRACKS.entries()) {
      const at = moment(now - (i + 1) * 47 * MINUTE);
      this.history.record({ kind: 'started', at, track: each });
      this.history.record({
        kind: 'over',
        at: moment(at + 3 * MINUTE),
        started: at,
        track: each,
        heard: ms(3 * MINUTE),
        end: i === 3 ? 'skipped' : 'ended',
      });
    }
    for (const [i, kind] of [
      [0, 'like'],
      [2, 'like'],
      [3, 'skip'],
      [6, 'dislike'],
    ] as const)
      this.history.record({ kind, at: moment(now - i * MINUTE), track: TRACKS[i] as HeardTrack });
    this.answers = { ...this.answers, ...this.#music(), ...this.#rooms() };
  }

  #music() {
    const music = musicOf(this.youtube, library(), new LoopSource({ log: new FakeLog() }));
    return emptyMusicAnswers({
      ...{ history: this.history, music, words: this.words, today: () => moment(Date.now()) },
      playOnce: (track) => {
        this.played.push(track);
        return done(undefined);
      },
      judge: (track, as) => {
        this.history.withdraw(track);
        if (as) this.history.record({ kind: as, at: moment(Date.now()), track });
        return true;
      },
    });
  }

  #rooms() {
    return roomsAnswers({
      volume: () => this.report().volume,
      rooms: this.rooms,
      group: () => ({ state: groupOf(this.plays), boxes: boxesOf(this.plays) }),
      handOver: (to) => {
        this.handed.push(to);
        this.plays = to;
        this.show({ group: groupOf(to) });
        return done(undefined);
      },
    });
  }
}

const groupOf = (plays: string) => ({ name: 'cafe', members: ['bar', 'door', 'window'], plays, will: 'playing', sees: true }) as const;

const boxesOf = (plays: string): readonly GroupBox[] => [
  { id: 'bar', sight: seeing('happy', 3), sound: true, presence: 'present', here: true, plays: plays === 'bar' },
  { id: 'door', sight: { kind: 'nobody' }, sound: true, presence: 'absent', here: false, plays: plays === 'door' },
  { id: 'window', sight: { kind: 'blind' }, sound: false, presence: 'unknown', here: false, plays: plays === 'window' },
];
