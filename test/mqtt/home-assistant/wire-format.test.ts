import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/domain/report.ts';
import { moment, ms, share } from '../../../src/domain/units.ts';
import { deviceOf } from '../../../src/mqtt/home-assistant/discovery.ts';
import { discoveryText } from '../../../src/mqtt/home-assistant/discovery-text.ts';
import type { Capabilities } from '../../../src/mqtt/home-assistant/entities.ts';
import { answersOf, restraintsOf, statesOf } from '../../../src/mqtt/home-assistant/states.ts';
import { retainedOf, topicsOf } from '../../../src/mqtt/topics.ts';
import { root } from '../../assets.ts';
import { happyReport } from '../../fakes/box.ts';
import { EVERYTHING, mqttConfig } from '../setting.ts';

/**
 * What a box says on the wire, byte for byte. Home Assistant knows an entity by its unique id and people's automations by entity id, topic
 * and payload: none of these may change by accident. Whoever changes one on purpose changes the file too, and says so in the CHANGELOG.
 */
const RECORDED = join(root, 'test/mqtt/home-assistant/wire-format.json');

const { scores: _s, temperature: _t, ytdlp: _y, ...rest } = happyReport;
const bare: Report = {
  ...rest,
  ...{ mood: 'away', expression: 'none', confidence: share(0), faces: [], assumed: true, playback: { kind: 'silent' } },
  presence: { kind: 'absent', since: moment(0) },
};
const track = { id: '/music/a.opus', title: ' A ', url: '/a?sig=1', source: 'library', mood: 'sad', duration: ms(61_400) } as const;
const unlucky: Report = {
  ...happyReport,
  ...{ override: 'sad', until: moment(3_600_000), autoplay: false, audible: false, noMusic: true, liked: true, sees: false, fps: 3.3 },
  faces: [{ id: 1, mood: 'sad', score: share(0.3), unsure: true, counts: false }],
  playback: { kind: 'failed', why: 'timeout', track: { ...track, endless: true, because: 'liked' } },
  camera: { kind: 'lost', why: "cannot open 'rtsp://a:s3cret@10.0.0.7/x'" },
  group: { name: 'cafe', members: ['bar', 'door'], plays: 'bar', will: 'playing', sees: false },
  presence: { kind: 'unknown', since: moment(0) },
  ytdlp: { installed: '2026.01.10' },
};

const config = mqttConfig({ id: 'living-room', name: 'Living room' });
const topics = topicsOf(config);
const sorted = (entries: Iterable<readonly [string, unknown]>): object =>
  Object.fromEntries([...entries].toSorted(([one], [other]) => (one < other ? -1 : 1)));

const onWire = (has: Capabilities): object => JSON.parse(discoveryText(deviceOf(config, topics, { version: '1.2.3' }, has), topics.base));

const onTheWire = {
  discovery: onWire(EVERYTHING),
  bareDiscovery: onWire({ temperature: false, ytdlp: false, preview: false }),
  commands: Object.values(topics.set).toSorted(),
  retained: retainedOf(topics).toSorted(),
  others: [topics.moodChanged, topics.availability, topics.config, topics.status],
  flushing: restraintsOf(topics).flushing,
  paces: sorted(restraintsOf(topics).paces),
  deadBands: sorted(restraintsOf(topics).deadBands),
  passing: sorted(restraintsOf(topics).passing),
  answers: sorted([...answersOf(topics)].filter(([, states]) => states.length > 0)),
  states: Object.fromEntries(
    Object.entries({ happyReport, bare, unlucky }).map(([name, report]) => [name, sorted(statesOf(report, topics))]),
  ),
};

test.each(Object.entries(onTheWire))('%s is as it always was, byte for byte', (name, now) =>
  expect(JSON.stringify(now)).toBe(JSON.stringify(JSON.parse(readFileSync(RECORDED, 'utf8'))[name])),
);
