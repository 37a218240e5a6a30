import { aboutAnswers } from '../../src/daemon/answers/about.ts';
import { dayAnswers } from '../../src/daemon/answers/day.ts';
import { guestAnswers } from '../../src/daemon/answers/guest.ts';
import { kioskAnswers } from '../../src/daemon/answers/kiosk.ts';
import { learningAnswers } from '../../src/daemon/answers/learning.ts';
import type { NowParts } from '../../src/daemon/answers/now.ts';
import { nowAnswers } from '../../src/daemon/answers/now.ts';
import { senseAnswers } from '../../src/daemon/answers/sense.ts';
import { updateAnswers } from '../../src/daemon/answers/update.ts';
import { venueAnswers } from '../../src/daemon/answers/venue.ts';
import type { Command } from '../../src/domain/command.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Result } from '../../src/domain/result.ts';
import { done, failed } from '../../src/domain/result.ts';
import { instant, moment, percent, px, share } from '../../src/domain/units.ts';
import type { PageAnswers } from '../../src/web/api/endpoints.ts';
import type { Box, Health } from '../../src/web/port.ts';
import { fakeBoxAnswers } from './box-answers.ts';
import { cameraParts } from './camera-answers.ts';
import { diaryOn, FakePlanStore } from './diary.ts';
import { FakeLearning } from './learning.ts';
import { emptyMusicAnswers, emptyRoomsAnswers } from './music-answers.ts';
import { settingsDesk } from './settings.ts';

/** A box that sees one happy face and plays a loop for it. */
export const happyReport: Report = {
  id: 'cafe',
  version: '0.1.0',
  mood: 'happy',
  expression: 'happy',
  presence: { kind: 'present', by: 'face', since: moment(1_760_000_000_000) },
  override: 'auto',
  autoplay: true,
  will: 'playing',
  scores: scoresBy((emotion) => ({ happy: 0.82, neutral: 0.1, surprise: 0.05 })[emotion as string] ?? 0.0075),
  unsure: false,
  confidence: share(0.82),
  faces: [
    {
      id: 1,
      box: { x: px(220), y: px(120), width: px(140), height: px(140) },
      mood: 'happy',
      score: share(0.82),
      unsure: false,
      counts: true,
    },
  ],
  sees: true,
  playback: {
    kind: 'playing',
    since: instant(0),
    track: { id: 'xyz', title: 'Morning in the sun', url: 'https://media.example/secret?expire=1', source: 'youtube', mood: 'happy' },
  },
  liked: false,
  noMusic: false,
  volume: percent(60),
  audible: true,
  camera: { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) },
  broker: { kind: 'connected', url: 'mqtt://127.0.0.1:1883' },
  history: { kind: 'keeping', setAside: false },
  fps: 10,
  dropped: 0,
  temperature: 48,
  ytdlp: { installed: '2026.01.10', latest: '2026.02.04' },
};

/** What a room is found to be when it is read at once, covers by their id, and what people answered about the mood. */
export class FakeNow implements NowParts {
  captured: Awaited<ReturnType<NowParts['capture']>> = { kind: 'read', mood: 'happy', share: share(0.82) };
  readonly covers = new Map<string, Uint8Array>();
  readonly said: string[] = [];
  readonly moodAnswers = {
    record: (answer: string) => {
      this.said.push(answer);
      return done(undefined);
    },
    takeBack: () => this.said.pop() !== undefined,
  };

  cover(id: string): Uint8Array | undefined {
    return this.covers.get(id);
  }

  async capture(): ReturnType<NowParts['capture']> {
    return this.captured;
  }
}

/** What the page needs of the box, told by a test: `show` changes the report, `commands` is what was asked for. */
export class FakeBox implements Box {
  readonly commands: Command[] = [];
  readonly #listeners = new Set<(report: Report) => void>();
  #report: Report;
  /** If set, no command is carried out, for this reason. */
  refusal: Refusal | undefined;
  /** What the endpoints about this moment find, and what they are told. */
  readonly now = new FakeNow();
  /** What has been learnt: nothing, until a test says so. */
  readonly learning = new FakeLearning();
  /** What the endpoints answer; a test puts its own handlers in. */
  answers: PageAnswers = {
    ...aboutAnswers({ id: 'cafe', name: 'Café', version: '0.1.0' }),
    ...kioskAnswers({ quiet_hours: '' }),
    ...venueAnswers({
      config: { history: { enabled: true, keep_days: 365, private_statistics: false, epsilon: 1 }, venue_people: 3 },
      venue: undefined,
    }),
    ...dayAnswers({ diary: diaryOn('/nowhere/history.db'), plan: new FakePlanStore() }),
    ...emptyMusicAnswers(),
    ...emptyRoomsAnswers(),
    ...updateAnswers({ known: async () => undefined, ask: async () => undefined }, { hours: '' }),
    ...settingsDesk().answers,
    ...fakeBoxAnswers(happyReport),
    ...cameraParts().answers,
    ...learningAnswers(this.learning),
    ...nowAnswers(this.now),
    ...guestAnswers({ guest: async (word) => this.command({ type: 'guest', ...word }).ok }),
    ...senseAnswers({ command: (command) => this.command(command), senses: () => this.#report.senses ?? [] }),
  };
  condition: Health = { ok: true, rooms: { camera: 'watching', player: 'playing', broker: 'connected' } };

  constructor(report: Report = happyReport) {
    this.#report = report;
  }

  get watched(): number {
    return this.#listeners.size;
  }

  show(change: Partial<Report>): void {
    this.become({ ...this.#report, ...change });
  }

  /** Replaces the whole report: what it does not have is gone. */
  become(report: Report): void {
    this.#report = report;
    for (const listener of this.#listeners) listener(this.#report);
  }

  report(): Report {
    return this.#report;
  }

  onReport(listener: (report: Report) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  command(command: Command): Result<void, Refusal> {
    this.commands.push(command);
    return this.refusal === undefined ? done(undefined) : failed(this.refusal);
  }

  health(): Health {
    return this.condition;
  }
}
