import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { moodSettings } from '../../../src/daemon/mood-settings.ts';
import { reportedFaces } from '../../../src/daemon/report/reported-faces.ts';
import type { Playback } from '../../../src/domain/music.ts';
import type { Report } from '../../../src/domain/report.ts';
import type { Instant, Moment } from '../../../src/domain/units.ts';
import { instant, moment, ms, share } from '../../../src/domain/units.ts';
import type { RoomState } from '../../../src/mood/room.ts';
import { beginRoom, expressionIn, moodIn, presenceIn, seesIn, stepRoom } from '../../../src/mood/room.ts';
import type { Component } from '../../../src/mqtt/home-assistant/discovery.ts';
import { deviceOf } from '../../../src/mqtt/home-assistant/discovery.ts';
import { restraintsOf, statesOf } from '../../../src/mqtt/home-assistant/states.ts';
import { Outbox } from '../../../src/mqtt/outbox.ts';
import { topicsOf } from '../../../src/mqtt/topics.ts';
import { seeded } from '../../../src/shared/random.ts';
import type { EveningPlan } from '../../../src/simulate/evenings/evening.ts';
import { EVENINGS } from '../../../src/simulate/evenings/evenings.ts';
import type { TimelineChange } from '../../../src/simulate/timeline.ts';
import { happyReport } from '../../fakes/box.ts';
import { EVERYTHING, mqttConfig } from '../setting.ts';

/** What Home Assistant's recorder writes of a box: one row for each message on a topic of an entity that is on. */

/** What it writes by itself of each picture, whatever the box says: it renews the picture's address every five minutes. */
const OWN_ROWS_OF_THE_COVER = 288;

const HOUR = 3_600_000;
const BEGIN = HOUR / 2;
const END = BEGIN + HOUR;
const STEP = 200;
const TRACK = 215_000;
const LOADING = 2000;
const config = mqttConfig();
const topics = topicsOf(config);

const { scores: _, ...faceless } = happyReport;

/** A new track every three and a half minutes, each of which takes two seconds to come. */
function playbackAt(at: Instant): Playback {
  const count = Math.floor(at / TRACK);
  const track = { id: `t${count}`, title: `Track ${count}`, url: 'https://x/', source: 'youtube', mood: 'happy' } as const;
  return at % TRACK < LOADING ? { kind: 'loading', track } : { kind: 'playing', track, since: at };
}

type Scene = { readonly room: RoomState; readonly at: Instant; readonly since: Moment; readonly noise: () => number };

function reportOf({ at, noise, room, since }: Scene): Report {
  const sure = room.reading.kind === 'nobody' ? 0 : Math.max(...Object.values(room.reading.scores));
  const [here, playback] = [presenceIn(room), presence(room) === 'absent' ? ({ kind: 'silent' } as const) : playbackAt(at)];
  return {
    ...faceless,
    ...{ mood: moodIn(room), expression: expressionIn(room), presence: { ...here, since }, confidence: share(sure) },
    ...reportedFaces(room, at, false),
    ...{ sees: seesIn(room, at), playback, fps: 8 + 4 * noise(), temperature: Math.round(47.5 + noise()) },
    ...(playback.kind === 'playing' && { progress: { position: ms(0), since: moment(Math.floor(at / TRACK) * TRACK), seekable: true } }),
  };
}

const presence = (room: RoomState) => presenceIn(room).kind;

/** The components that listen to each topic, without those that people have to enable. */
function listeners(): ReadonlyMap<string, readonly string[]> {
  const enabled = Object.entries(deviceOf(config, topics, { version: '1' }, EVERYTHING).cmps).filter(isOn);
  const pairs = enabled.flatMap(([name, each]) => topicsIn(each).map((topic) => [topic, name] as const));
  return new Map(pairs.map(([topic]) => [topic, pairs.filter(([other]) => other === topic).map(([, name]) => name)]));
}

const isOn = ([, { enabled_by_default }]: readonly [string, Component]): boolean => enabled_by_default !== false;

/** State and attributes in one message are one row. */
const topicsIn = ({ availability = [], json_attributes_topic, state_topic }: Component): readonly string[] => [
  ...new Set([state_topic, json_attributes_topic].flatMap((topic) => (typeof topic === 'string' ? [topic] : []))),
  ...(availability as readonly { topic: string }[]).map(({ topic }) => topic),
];

/** Rows a day by entity, as they are written while this goes on. The first half hour has the bursts, which a day has only once. */
function rowsADay(scenes: Iterable<Scene>): { readonly total: number; readonly by: Readonly<Record<string, number>> } {
  const outbox = new Outbox(restraintsOf(topics));
  const heard = listeners();
  const by: Record<string, number> = {};
  const add = (names: readonly string[]): void => {
    for (const name of names) by[name] = (by[name] ?? 0) + 1;
  };
  let [mood, track, last] = ['', '', instant(0)];
  for (const scene of scenes) {
    const report = reportOf(scene);
    const sent = outbox.take(statesOf(report, topics), scene.at);
    const now = report.playback.kind === 'silent' ? 'none' : report.playback.track.id;
    if (scene.at > BEGIN) {
      for (const { topic } of sent) add(heard.get(topic) ?? []);
      if (report.mood !== mood) add(['mood_changed']);
      if (now !== track) add(['cover']);
    }
    [mood, track, last] = [report.mood, now, scene.at];
  }
  const scale = (24 * HOUR) / (last - BEGIN);
  return {
    total: Math.round(Object.values(by).reduce((sum, count) => sum + count, 0) * scale),
    by: Object.fromEntries(Object.entries(by).map(([name, count]) => [name, Math.round(count * scale)])),
  };
}

function* scenesOf(
  timeline: Iterable<Pick<TimelineChange, 't' | 'faces' | 'motion'>>,
  changes: EveningPlan['settings'] = {},
): Generator<Scene> {
  const settings = moodSettings(loadConfig({ env: {}, overrides: changes }));
  const noise = seeded(7);
  let [room, kind, since] = [beginRoom(), 'unknown', moment(0)];
  for (const { t, faces = [], motion = false } of timeline) {
    room = stepRoom(room, { at: t, faces, ...(motion && { moved: true }) }, settings);
    if (presence(room) !== kind) [kind, since] = [presence(room), moment(t)];
    yield { room, at: t, since, noise };
  }
}

function* firstHours(timeline: Iterable<TimelineChange>): Generator<TimelineChange> {
  for (const change of timeline) {
    if (change.t > END) return;
    yield change;
  }
}

function* emptyRoom(): Generator<{ readonly t: Instant }> {
  for (let t = 0; t <= END; t += STEP) yield { t: instant(t) };
}

test.each(['friends', 'television', 'cafe'])('a lively room makes two thousand rows a day at most: %s', { timeout: 240_000 }, (name) => {
  const { settings, timeline } = EVENINGS[name] as EveningPlan;
  const { by, total } = rowsADay(scenesOf(firstHours(timeline(1)), settings));
  process.stdout.write(`rows a day (${name}): ${total} and ${OWN_ROWS_OF_THE_COVER} ${JSON.stringify(by)}\n`);
  expect(total + OWN_ROWS_OF_THE_COVER, JSON.stringify(by)).toBeLessThanOrEqual(2000);
});

test('an empty room makes three hundred at most, beside those', { timeout: 240_000 }, () => {
  const { by, total } = rowsADay(scenesOf(emptyRoom()));
  process.stdout.write(`rows a day (an empty room): ${total} and ${OWN_ROWS_OF_THE_COVER} ${JSON.stringify(by)}\n`);
  expect(total, JSON.stringify(by)).toBeLessThanOrEqual(300);
});
