import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EMOTIONS, EXPRESSIONS } from '../../src/domain/emotion.ts';
import type { GroupState } from '../../src/domain/group.ts';
import type { Presence } from '../../src/domain/presence.ts';
import type { CameraState, Report } from '../../src/domain/report.ts';
import { moment, share } from '../../src/domain/units.ts';
import { viewOf } from '../../src/web/view.ts';
import { root } from '../assets.ts';
import { happyReport } from '../fakes/box.ts';

/** The page's words are plain JavaScript for the browser: they are read as it reads them. */
type Say = (report: object) => string;
type Words = Readonly<Record<'shownMood' | 'nowOf' | 'whyOf' | 'hereOf', Say>> & {
  readonly playingOf: (report: object) => [string, string];
  readonly moodWord: (mood: string) => string;
};
const words: Words = await import(pathToFileURL(join(root, 'web/words.js')).href);

const since = moment(new Date().setHours(0, 1, 0, 0));
const TIME = /\d\d?[:.]01(?: [AP]M)?/;
const said = (text: string): string => text.replace(TIME, 'TIME');

const OFF: CameraState = { kind: 'off' };
const LOST: CameraState = { kind: 'lost', why: 'no such device' };
const OPENING: CameraState = { kind: 'opening' };
const WATCHING = happyReport.camera;
const by = (ground: 'face' | 'movement' | 'sensor'): Presence => ({ kind: 'present', by: ground });
const ABSENT: Presence = { kind: 'absent' };
const UNKNOWN: Presence = { kind: 'unknown' };
const group = (change: Partial<GroupState> = {}): GroupState => ({
  ...{ name: 'cafe', members: ['bar', 'cafe', 'door'], plays: 'cafe', will: 'playing', sees: true },
  ...change,
});

/** What the page says of a box: the mood, the expression, why, and who is here. */
function page(camera: CameraState, presence: Presence, change: Partial<Report> = {}): readonly string[] {
  const watches = camera.kind === 'watching';
  const { scores: _, ...plain } = happyReport;
  const seen =
    watches && presence.kind === 'present' && presence.by === 'face'
      ? happyReport
      : { ...plain, faces: [], confidence: share(0), expression: 'none' as const };
  const report = viewOf({ ...seen, sees: watches, camera, presence: { ...presence, since }, ...change });
  return [words.moodWord(words.shownMood(report)), words.nowOf(report), words.whyOf(report), words.hereOf(report)].map(said);
}

describe('a box by itself, which follows the camera', () => {
  test.each<[string, CameraState, Presence, Partial<Report>, readonly string[]]>([
    [
      'a face',
      ...([WATCHING, by('face'), {}] as const),
      ['Happy', 'Just now: smiling.', 'What the room has been like lately.', 'Somebody is here: a face is in sight.'],
    ],
    [
      'another face than the mood',
      ...([WATCHING, by('face'), { mood: 'sad' }] as const),
      ['Sad', 'Just now: smiling.', 'What the room has been like lately.', 'Somebody is here: a face is in sight.'],
    ],
    [
      'a face that is unsure',
      ...([WATCHING, by('face'), { unsure: true }] as const),
      ['Happy', 'Just now: hard to read.', 'What the room has been like lately.', 'Somebody is here: a face is in sight.'],
    ],
    [
      'a face that has just come',
      ...([WATCHING, by('face'), { mood: 'away', expression: 'none' }] as const),
      ['Nobody here', 'Just now: a new face.', 'Somebody has just come in…', 'Somebody is here: a face is in sight.'],
    ],
    [
      'a face that has just turned away',
      ...([WATCHING, by('face'), { faces: [], confidence: share(0) }] as const),
      ['Happy', 'Just now: smiling.', 'No face in sight: the mood stays.', 'Somebody is here: a face was seen a little while ago.'],
    ],
    [
      'movement',
      ...([WATCHING, by('movement'), {}] as const),
      [
        'Happy',
        'Just now: no face in sight.',
        'No face in sight: the mood stays.',
        'Somebody is here: something moved a little while ago.',
      ],
    ],
    [
      'a sensor',
      ...([WATCHING, by('sensor'), {}] as const),
      ['Happy', 'Just now: no face in sight.', 'No face in sight: the mood stays.', 'The sensor says that somebody is here.'],
    ],
    ['nobody', ...([WATCHING, ABSENT, { mood: 'away' }] as const), ['Nobody here', '', 'Nobody since TIME.', 'Nobody since TIME.']],
    [
      'the first moment',
      ...([OPENING, UNKNOWN, { mood: 'away' }] as const),
      ['Not known', '', 'The camera is starting…', 'One moment: the camera is starting.'],
    ],
    [
      'the camera lost',
      ...([LOST, UNKNOWN, {}] as const),
      ['Happy', '', 'The camera is missing. The mood stays as it was.', 'Without a camera nothing tells whether somebody is here.'],
    ],
    [
      'the camera lost before it saw anybody',
      ...([LOST, UNKNOWN, { mood: 'away' }] as const),
      ['Not known', '', 'The camera is missing. Nothing tells who is here.', 'Without a camera nothing tells whether somebody is here.'],
    ],
    [
      'the camera lost, and a sensor that sees somebody',
      ...([LOST, by('sensor'), {}] as const),
      ['Happy', '', 'The camera is missing. The mood stays as it was.', 'The sensor says that somebody is here.'],
    ],
    [
      'the camera lost, and a sensor that sees nobody',
      ...([LOST, ABSENT, { mood: 'away' }] as const),
      ['Nobody here', '', 'The camera is missing. The sensor says that nobody is here.', 'The sensor has seen nobody since TIME.'],
    ],
    [
      'the camera off',
      ...([OFF, UNKNOWN, {}] as const),
      ['Happy', '', 'The camera is off. The mood stays as it was.', 'With the camera off nothing tells whether somebody is here.'],
    ],
    [
      'the camera off, and a sensor that sees somebody',
      ...([OFF, by('sensor'), {}] as const),
      ['Happy', '', 'The camera is off. The mood stays as it was.', 'The sensor says that somebody is here.'],
    ],
    [
      'the camera off, and a sensor that sees nobody',
      ...([OFF, ABSENT, { mood: 'away' }] as const),
      ['Nobody here', '', 'The camera is off. The sensor says that nobody is here.', 'The sensor has seen nobody since TIME.'],
    ],
  ])('%s', (_, camera, presence, change, expected) => expect(page(camera, presence, change)).toEqual(expected));
});

describe('a mood that was chosen by hand', () => {
  const sad = { mood: 'sad', override: 'sad' } as const;
  test.each<[CameraState, Presence, string]>([
    [WATCHING, by('face'), 'Just now: smiling.'],
    [WATCHING, by('movement'), 'Just now: no face in sight.'],
    [WATCHING, ABSENT, ''],
    [LOST, UNKNOWN, ''],
    [OFF, UNKNOWN, ''],
    [OPENING, UNKNOWN, ''],
  ])('holds whatever else is known: %j, %j', (camera, presence, now) =>
    expect(page(camera, presence, sad).slice(0, 3)).toEqual(['Sad', now, 'Chosen by hand.']),
  );

  test('may be that nobody is here, also where nothing is known', () =>
    expect(page(LOST, UNKNOWN, { mood: 'away', override: 'away' }).slice(0, 3)).toEqual(['Nobody here', '', 'Chosen by hand.']));
});

describe('a group', () => {
  test.each<[string, CameraState, Presence, Partial<Report>, readonly string[]]>([
    ['a face', WATCHING, by('face'), { group: group() }, ['Happy', 'Just now: smiling.', 'Agreed by 3 boxes.']],
    [
      'a face at another box, no camera here',
      ...([LOST, UNKNOWN, { group: group(), expression: 'sad', confidence: share(0.7) }] as const),
      ['Happy', 'Just now: sad.', 'Agreed by 3 boxes.'],
    ],
    ['nobody anywhere', WATCHING, ABSENT, { group: group(), mood: 'away' }, ['Nobody here', '', 'Nobody is at any of the 3 boxes.']],
    [
      'no camera anywhere',
      ...([OFF, UNKNOWN, { group: group({ sees: false }) }] as const),
      ['Happy', '', 'None of the 3 boxes sees anything. The mood stays as it was.'],
    ],
    [
      'no camera anywhere, ever',
      ...([OFF, UNKNOWN, { group: group({ sees: false }), mood: 'away' }] as const),
      ['Not known', '', 'None of the 3 boxes has a camera that looks.'],
    ],
    ['a group of one', WATCHING, ABSENT, { group: group({ members: ['cafe'] }), mood: 'away' }, ['Nobody here', '', 'Nobody since TIME.']],
    [
      'a mood chosen by hand',
      WATCHING,
      by('face'),
      { group: group(), mood: 'sad', override: 'sad' },
      ['Sad', 'Just now: smiling.', 'Chosen by hand.'],
    ],
  ])('%s', (_, camera, presence, change, expected) => expect(page(camera, presence, change).slice(0, 3)).toEqual(expected));
});

describe('silence', () => {
  const why = (presence: Presence, change: Partial<Report> = {}): string => {
    const report = viewOf({ ...happyReport, playback: { kind: 'silent' }, presence: { ...presence, since }, ...change });
    const [title, line] = words.playingOf(report);
    expect(title).toBe('No music');
    return said(line);
  };
  const away = { mood: 'away' } as const;

  test.each<[string, Presence, Partial<Report>, string]>([
    ['nobody is here', ABSENT, away, 'Nobody has been here since TIME. Music starts when somebody comes, or press Play.'],
    ['somebody comes', by('face'), away, 'Music starts in a moment.'],
    ['nothing is known', UNKNOWN, away, 'Music starts when somebody comes, or press Play.'],
    ['nobody is at any box', ABSENT, { ...away, group: group() }, 'Nobody is here. Music starts when somebody comes, or press Play.'],
    ['it was stopped', ABSENT, { ...away, will: 'stopped' }, 'The music was stopped by hand. Press Play, or choose a mood.'],
    [
      'it was stopped while somebody is here',
      by('face'),
      { will: 'stopped' },
      'The music was stopped by hand. Press Play, or choose a mood.',
    ],
    ['auto-play is off', ABSENT, { ...away, autoplay: false, will: 'stopped' }, 'Auto-play is off. Press Play, or choose a mood.'],
    [
      'it was chosen',
      ...([by('face'), { mood: 'away', override: 'away' }] as const),
      '“Nobody here” was chosen by hand. Choose another mood, or press Play.',
    ],
    ['the next track is looked for', by('face'), {}, 'Press Play, or choose a mood.'],
  ])('because %s', (_, presence, change, expected) => expect(why(presence, change)).toBe(expected));
});

test('there is a word for each expression', () => {
  const now = EXPRESSIONS.map((expression) => words.nowOf(viewOf({ ...happyReport, expression })));
  expect(new Set(now).size).toBe(EMOTIONS.length + 1);
  for (const each of now) expect(each).toMatch(/^Just now: [a-z ]+\.$/);
});

test('whatever comes together, every sentence is whole', () => {
  const presences = [by('face'), by('movement'), by('sensor'), ABSENT, UNKNOWN];
  for (const camera of [WATCHING, LOST, OFF, OPENING])
    for (const presence of presences)
      for (const mood of ['happy', 'away'] as const)
        for (const override of ['auto', mood] as const)
          for (const boxes of [undefined, group(), group({ sees: false })])
            for (const text of page(camera, presence, { mood, override, ...(boxes && { group: boxes }) }))
              expect(text).toMatch(/^$|^(?!.*(undefined|null|NaN|Invalid))[A-Z].*[.…a-z]$/);
});
