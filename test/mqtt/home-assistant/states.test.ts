import { describe, expect, test } from 'vitest';
import type { AddressedTrack, Playback } from '../../../src/domain/music.ts';
import type { Report } from '../../../src/domain/report.ts';
import { instant, moment, ms, share } from '../../../src/domain/units.ts';
import { eventOf, restraintsOf, statesOf } from '../../../src/mqtt/home-assistant/states.ts';
import { topicsOf } from '../../../src/mqtt/topics.ts';
import { happyReport } from '../../fakes/box.ts';
import { mqttConfig } from '../setting.ts';

const topics = topicsOf(mqttConfig());
const said = (change: Partial<Report> = {}) => Object.fromEntries(statesOf({ ...happyReport, ...change }, topics));
const track: AddressedTrack = { id: '/music/a.opus', title: 'A', url: '/music/a.opus', source: 'library', mood: 'sad' };
const playing = (change: Partial<AddressedTrack>): Playback => ({ kind: 'playing', since: instant(0), track: { ...track, ...change } });
/** A camera that was lost a minute ago, and no sensor. */
const BLIND: Partial<Report> = {
  camera: { kind: 'lost', why: 'no such device' },
  presence: { kind: 'unknown', since: moment(0) },
  expression: 'none',
  faces: [],
  sees: false,
};
const titleOf = (title: string): string => said({ playback: playing({ title }) })['moodbox/cafe/track'] ?? '';

describe('statesOf', () => {
  test('says everything that the world may know', () =>
    expect(said()).toEqual({
      'moodbox/cafe/mood/availability': 'online',
      'moodbox/cafe/expression/availability': 'online',
      'moodbox/cafe/face/availability': 'online',
      'moodbox/cafe/mood': 'happy',
      'moodbox/cafe/expression': 'happy',
      'moodbox/cafe/presence': 'ON',
      'moodbox/cafe/presence/attributes': '{"by":"face","since":"2025-10-09T08:53:20.000Z"}',
      'moodbox/cafe/mood/attributes': '{}',
      'moodbox/cafe/unsure': 'OFF',
      'moodbox/cafe/unsure/attributes': '{"unsure_faces":0}',
      'moodbox/cafe/scores': '{"angry":0.01,"disgust":0.01,"fear":0.01,"happy":0.82,"sad":0.01,"surprise":0.05,"neutral":0.1}',
      'moodbox/cafe/confidence': '82',
      'moodbox/cafe/face': 'ON',
      'moodbox/cafe/people': '1',
      'moodbox/cafe/playback': 'playing',
      'moodbox/cafe/track': 'Morning in the sun',
      'moodbox/cafe/track/attributes': '{"title":"Morning in the sun","id":"xyz","source":"youtube","mood":"happy"}',
      'moodbox/cafe/track/progress': '{}',
      'moodbox/cafe/position': 'None',
      'moodbox/cafe/volume': '60',
      'moodbox/cafe/override': 'auto',
      'moodbox/cafe/override/attributes': '{"until":null}',
      'moodbox/cafe/camera': 'ON',
      'moodbox/cafe/camera/problem': 'OFF',
      'moodbox/cafe/camera/problem/attributes': '{"reason":null}',
      'moodbox/cafe/camera/preview': 'OFF',
      'moodbox/cafe/camera/preview/attributes': '{"by":null,"until":null}',
      'moodbox/cafe/announcing': 'None',
      'moodbox/cafe/guest': 'None',
      'moodbox/cafe/guest/attributes': '{}',
      'moodbox/cafe/autoplay': 'ON',
      'moodbox/cafe/fps': '10',
      'moodbox/cafe/temperature': '48',
      'moodbox/cafe/ytdlp': '{"installed_version":"2026.01.10","latest_version":"2026.02.04"}',
    }));

  test('says who plays on the loudspeaker, and who has just left', () => {
    const since = moment(0);
    const there = said({
      guest: {
        kind: 'playing',
        guests: [
          { name: 'Spotify', since },
          { name: 'AirPlay', title: 'Blue', since },
        ],
      },
    });
    expect(there['moodbox/cafe/guest']).toBe('AirPlay');
    expect(JSON.parse(there['moodbox/cafe/guest/attributes'] ?? '')).toEqual({
      ...{ title: 'Blue', since: '1970-01-01T00:00:00.000Z', guests: ['Spotify', 'AirPlay'] },
    });
    const left = said({ guest: { kind: 'resting', left: 'AirPlay', until: moment(30_000) } });
    expect(left['moodbox/cafe/guest']).toBe('None');
    expect(left['moodbox/cafe/guest/attributes']).toBe('{"left":"AirPlay","back":"1970-01-01T00:00:30.000Z"}');
  });

  test('says that nobody is there, in words and not by silence', () => {
    const { scores: _, ...nobody } = {
      ...happyReport,
      mood: 'away' as const,
      expression: 'none' as const,
      presence: { kind: 'absent' as const, since: moment(0) },
      confidence: share(0),
      faces: [],
      playback: { kind: 'silent' as const },
    };
    expect(Object.fromEntries(statesOf(nobody, topics))).toMatchObject({
      'moodbox/cafe/mood/availability': 'online',
      'moodbox/cafe/mood': 'away',
      'moodbox/cafe/expression': 'none',
      'moodbox/cafe/presence': 'OFF',
      'moodbox/cafe/presence/attributes': '{"by":null,"since":"1970-01-01T00:00:00.000Z"}',
      'moodbox/cafe/mood/attributes': '{}',
      'moodbox/cafe/scores': '{}',
      'moodbox/cafe/confidence': '0',
      'moodbox/cafe/face': 'OFF',
      'moodbox/cafe/people': '0',
      'moodbox/cafe/playback': 'silent',
      'moodbox/cafe/track': 'None',
      'moodbox/cafe/track/attributes': '{}',
    });
  });

  test('says how many faces are unsure, and whether the room is', () => {
    const face = { id: 1, mood: 'happy', score: share(0.8), counts: true } as const;
    const unsure = (change: Partial<Report>) => [
      said(change)['moodbox/cafe/unsure'],
      JSON.parse(said(change)['moodbox/cafe/unsure/attributes'] ?? ''),
    ];
    const faces = [
      { ...face, unsure: true },
      { ...face, unsure: false },
      { ...face, unsure: true },
    ];
    expect(unsure({ faces })).toEqual(['OFF', { unsure_faces: 2 }]);
    expect(unsure({ faces: faces.slice(0, 1), unsure: true })).toEqual(['ON', { unsure_faces: 1 }]);
    expect(said({ faces })['moodbox/cafe/people']).toBe('3');
    expect(said({ unsure: true })['moodbox/cafe/scores']).toBe(said()['moodbox/cafe/scores']);
  });

  test('has the same topics whatever happens, and no empty payload, which would delete a retained message', () => {
    const failed: Playback = { kind: 'failed', why: 'unplayable', track: { ...track, title: ' ', id: ' ' } };
    const reports: Partial<Report>[] = [{}, { playback: { kind: 'silent' } }, { playback: failed }, { camera: { kind: 'off' } }, BLIND];
    for (const report of reports) {
      expect(Object.keys(said(report))).toEqual(Object.keys(said()));
      expect(Object.values(said(report)).filter((payload) => payload.trim() === '')).toEqual([]);
    }
  });

  test('says which boxes agree and which of them plays, where there is a group', () => {
    const attributes = (group: Report['group']) => JSON.parse(said(group && { group })['moodbox/cafe/mood/attributes'] ?? '');
    const there = { group: 'cafe', members: ['bar', 'door'] };
    expect(attributes({ name: 'cafe', members: ['bar', 'door'], plays: 'bar', will: 'playing', sees: true })).toMatchObject({
      ...there,
      plays: 'bar',
    });
    expect(attributes({ name: 'cafe', members: ['bar', 'door'], will: 'playing', sees: true })).not.toHaveProperty('plays');
    expect(attributes(undefined)).not.toHaveProperty('group');
  });

  test('a camera is OFF only when it was switched off', () => {
    expect(said({ camera: { kind: 'off' } })['moodbox/cafe/camera']).toBe('OFF');
    expect(said({ camera: { kind: 'lost', why: 'unplugged' } })['moodbox/cafe/camera']).toBe('ON');
  });

  test.each([254, 255, 256, 5000])('cuts a title of %i characters to what Home Assistant takes', (length) => {
    expect(titleOf('é'.repeat(length))).toHaveLength(Math.min(length, 255));
    expect(titleOf('é'.repeat(length)).endsWith('…')).toBe(length > 255);
  });

  test('never cuts a character in two', () => {
    expect(titleOf('a'.repeat(253) + '😀'.repeat(9))).toBe(`${'a'.repeat(253)}…`);
    expect(titleOf('a'.repeat(252) + '😀'.repeat(9))).toBe(`${'a'.repeat(252)}😀…`);
  });

  test('a track without a title goes by its id', () => expect(titleOf('  ')).toBe('/music/a.opus'));

  test('says why a track failed, how long it is, and that a loop has no end, but never its address', () => {
    const failed: Playback = {
      kind: 'failed',
      why: 'timeout',
      track: { ...track, duration: ms(61_400), endless: true, url: 'https://x/?sig=1' },
    };
    const attributes = said({ playback: failed })['moodbox/cafe/track/attributes'] ?? '';
    expect(JSON.parse(attributes)).toEqual({
      title: 'A',
      id: '/music/a.opus',
      source: 'library',
      mood: 'sad',
      duration_s: 61,
      endless: true,
      why: 'timeout',
    });
    expect(attributes).not.toContain('sig');
  });

  test('says that a track has no loudspeaker, and nothing if it has one', () => {
    const attributes = (audible: boolean): unknown =>
      JSON.parse(said({ playback: playing({}), audible })['moodbox/cafe/track/attributes'] ?? '');
    expect(attributes(false)).toMatchObject({ audible: false });
    expect(attributes(true)).not.toHaveProperty('audible');
  });

  test('says that music is wanted and none is available', () => {
    const attributes = said({ noMusic: true, playback: { kind: 'silent' } })['moodbox/cafe/track/attributes'] ?? '';
    expect(JSON.parse(attributes)).toEqual({ no_music: true });
    expect(said({ playback: { kind: 'silent' } })['moodbox/cafe/track/attributes']).toBe('{}');
  });

  test('attributes stay small', () =>
    expect(
      said({ playback: playing({ title: 'x'.repeat(1e6), id: 'y'.repeat(1e6) }) })['moodbox/cafe/track/attributes']?.length,
    ).toBeLessThan(3000));

  test('a rate is rounded to halves, so that it does not change with every frame', () =>
    expect(said({ fps: 9.87 })['moodbox/cafe/fps']).toBe('10'));
});

test('every topic that is held back is in every report', () => {
  const known = Object.keys(said());
  const { deadBands, flushing, paces } = restraintsOf(topics);
  expect([...flushing, ...paces.keys(), ...deadBands.keys()].filter((topic) => !known.includes(topic))).toEqual([]);
});

test('the attributes of the mood stay as they are while faces come, go and change', () => {
  const { scores: _, ...faceless } = happyReport;
  const attributes = (report: Report) => Object.fromEntries(statesOf(report, topics))['moodbox/cafe/mood/attributes'];
  const reports: Report[] = [
    happyReport,
    { ...happyReport, unsure: true, confidence: share(0.31), fps: 3 },
    { ...faceless, faces: [], confidence: share(0) },
    { ...happyReport, faces: [...happyReport.faces, ...happyReport.faces] },
  ];
  expect(new Set(reports.map(attributes))).toEqual(new Set(['{}']));
});

test('where a track is and what follows it is told beside its attributes, which stay as they are while it plays', () => {
  const since = moment(Date.UTC(2026, 0, 2, 3, 4, 5));
  const [before, after] = [
    said(),
    said({ progress: { position: ms(61_400), since, seekable: true }, next: { title: 'Rain', source: 'youtube' } }),
  ];
  expect(after['moodbox/cafe/track/attributes']).toBe(before['moodbox/cafe/track/attributes']);
  expect(JSON.parse(after['moodbox/cafe/track/progress'] ?? '')).toEqual({
    position_s: 61,
    position_at: '2026-01-02T03:04:05.000Z',
    next: 'Rain',
  });
  expect(said({ playback: { kind: 'silent' } })['moodbox/cafe/track/progress']).toBe('{}');
});

test('says that there is no other piece', () => {
  const attributes = (change: Partial<Report>) => JSON.parse(said(change)['moodbox/cafe/track/attributes'] ?? '');
  expect(attributes({ onlyPiece: true })).toMatchObject({ only_piece: true });
  expect(attributes({})).not.toHaveProperty('only_piece');
  expect(attributes({ onlyPiece: true, playback: { kind: 'silent' } })).toEqual({});
});

test('a change of mood is JSON whose event_type is the new mood', () =>
  expect(JSON.parse(eventOf({ from: 'sad', to: 'happy', confidence: share(0.817) }))).toEqual({
    event_type: 'happy',
    from: 'sad',
    to: 'happy',
    confidence: 82,
  }));

test('says until when a mood is held, and that the music does not follow', () =>
  expect(said({ override: 'sad', until: moment(Date.UTC(2026, 0, 2, 3, 4, 5)), autoplay: false })).toMatchObject({
    'moodbox/cafe/override': 'sad',
    'moodbox/cafe/override/attributes': '{"until":"2026-01-02T03:04:05.000Z"}',
    'moodbox/cafe/autoplay': 'OFF',
  }));

test('leaves out what the machine or the configuration does not have', () => {
  const { temperature: _t, ytdlp: _y, ...plain } = happyReport;
  const topicsSaid = [...statesOf(plain, topics).keys()];
  expect(topicsSaid).not.toContain('moodbox/cafe/temperature');
  expect(topicsSaid).not.toContain('moodbox/cafe/ytdlp');
});

test.each<[NonNullable<Report['ytdlp']>, string, string]>([
  [{ installed: '2026.01.10', latest: '2026.02.04' }, '2026.01.10', '2026.02.04'],
  [{ installed: '2026.01.10' }, '2026.01.10', '2026.01.10'],
  [{ latest: '2026.02.04' }, 'not installed', '2026.02.04'],
  [{}, 'not installed', 'not installed'],
])('of yt-dlp %j both releases are always told', (ytdlp, installed_version, latest_version) =>
  expect(JSON.parse(said({ ytdlp })['moodbox/cafe/ytdlp'] ?? '')).toEqual({ installed_version, latest_version }),
);

describe('what may be believed', () => {
  const availability = (change: Partial<Report>) =>
    ['mood', 'expression', 'face'].map((name) => said({ ...BLIND, ...change })[`moodbox/cafe/${name}/availability`]);
  const group = { name: 'cafe', members: ['bar', 'cafe'], plays: 'bar', will: 'playing', sees: true } as const;
  const absent = { kind: 'absent', since: moment(0) } as const;

  test.each<[string, Partial<Report>, string[]]>([
    ['the camera is lost', {}, ['offline', 'offline', 'offline']],
    ['the camera is off', { camera: { kind: 'off' } }, ['offline', 'offline', 'offline']],
    ['the camera is being opened', { camera: { kind: 'opening' }, mood: 'away' }, ['offline', 'offline', 'offline']],
    ['the camera is back', { camera: happyReport.camera }, ['online', 'online', 'online']],
    ['nothing is known of the room yet', { camera: happyReport.camera, mood: 'away', assumed: true }, ['offline', 'online', 'online']],
    ['a mood was chosen by hand', { mood: 'sad', override: 'sad' }, ['online', 'offline', 'offline']],
    ['another box of the group sees', { group }, ['online', 'online', 'offline']],
    ['no box of the group sees', { group: { ...group, sees: false } }, ['offline', 'offline', 'offline']],
    ['a sensor says that nobody is there', { presence: absent, mood: 'away' }, ['online', 'offline', 'offline']],
    [
      'a sensor says that somebody is there',
      { presence: { kind: 'present', by: 'sensor', since: moment(0) } },
      ['offline', 'offline', 'offline'],
    ],
  ])('where %s', (_, change, expected) => expect(availability(change)).toEqual(expected));

  test('is sent before the rest, so that nothing wrong is believed for a moment', () =>
    expect(Object.keys(said()).slice(0, 3)).toEqual(['mood', 'expression', 'face'].map((name) => `moodbox/cafe/${name}/availability`)));

  test('a lost camera never says OFF or away: the mood stays as it was, presence and faces are not known', () =>
    expect(said(BLIND)).toMatchObject({
      'moodbox/cafe/mood': 'happy',
      'moodbox/cafe/presence': 'None',
      'moodbox/cafe/presence/attributes': '{"by":null,"since":"1970-01-01T00:00:00.000Z"}',
      'moodbox/cafe/face': 'None',
      'moodbox/cafe/people': 'None',
    }));

  test('nor does a camera that has hung for a second and is not known to be lost yet', () => {
    const hanging = { faces: [], sees: false };
    expect(said(hanging)).toMatchObject({ 'moodbox/cafe/face': 'None', 'moodbox/cafe/people': 'None' });
    expect(said({ ...hanging, sees: true })).toMatchObject({ 'moodbox/cafe/face': 'OFF', 'moodbox/cafe/people': '0' });
  });

  test.each<[Report['camera'], string, string | null]>([
    [{ kind: 'lost', why: "cannot open 'rtsp://a:s3cret@10.0.0.7/x?key=1'" }, 'ON', "cannot open 'rtsp://10.0.0.7'"],
    [{ kind: 'off' }, 'OFF', null],
    [{ kind: 'opening' }, 'OFF', null],
    [happyReport.camera, 'OFF', null],
  ])('the problem of a camera: %j', (camera, state, reason) => {
    expect(said({ camera })['moodbox/cafe/camera/problem']).toBe(state);
    expect(JSON.parse(said({ camera })['moodbox/cafe/camera/problem/attributes'] ?? '')).toEqual({ reason });
  });
});

test('one lost camera of several is a problem, and takes nothing away', () => {
  const cameras = [
    { name: 'front', state: happyReport.camera },
    { name: 'back', state: { kind: 'lost', why: 'pulled out' } },
    { name: 'side', state: { kind: 'lost', why: 'http://a:s3cret@10.0.0.8/x refused' } },
  ] as const;
  expect(said({ cameras })).toMatchObject({
    'moodbox/cafe/camera/problem': 'ON',
    'moodbox/cafe/camera/problem/attributes': '{"reason":"back: pulled out; side: http://10.0.0.8 refused"}',
    'moodbox/cafe/mood/availability': 'online',
    'moodbox/cafe/face/availability': 'online',
  });
});

test.each(['face', 'movement', 'sensor'] as const)('says that presence rests on a %s', (by) =>
  expect(said({ presence: { kind: 'present', by, since: moment(0) } })).toMatchObject({
    'moodbox/cafe/presence': 'ON',
    'moodbox/cafe/presence/attributes': `{"by":"${by}","since":"1970-01-01T00:00:00.000Z"}`,
  }),
);

test('tells that somebody looks at the live picture, and no picture', () => {
  const states = said({ preview: { by: 'owner', until: moment(0) } });
  expect(states['moodbox/cafe/camera/preview']).toBe('ON');
  expect(states['moodbox/cafe/camera/preview/attributes']).toBe('{"by":"owner","until":"1970-01-01T00:00:00.000Z"}');
});
