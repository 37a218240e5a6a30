import { describe, expect, test } from 'vitest';
import { EMOTIONS, EXPRESSIONS } from '../../src/domain/emotion.ts';
import type { GroupState } from '../../src/domain/group.ts';
import { SOURCES } from '../../src/domain/music.ts';
import type { Presence } from '../../src/domain/presence.ts';
import type { CameraState, Report } from '../../src/domain/report.ts';
import { moment, share } from '../../src/domain/units.ts';
import { viewOf } from '../../src/web/view.ts';
import { overrideHint } from '../../web/src/sentences/decides.ts';
import { moodWord, nowOf, shownMood, whyOf } from '../../web/src/sentences/mood.ts';
import { isSounding, playingOf } from '../../web/src/sentences/music.ts';
import { cameraSwitch } from '../../web/src/sentences/rights.ts';
import { cameraState, hereOf, seenOf } from '../../web/src/sentences/room.ts';
import { happyReport } from '../fakes/box.ts';
import { track } from '../fakes/music.ts';
import { speak } from './catalogues.ts';

await speak('en');

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
  return [moodWord(shownMood(report)), nowOf(report), whyOf(report), hereOf(report)].map(said);
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
      ['Happy', 'Just now: smiling.', 'The mood stays as it was.', 'Somebody is here: a face was seen a little while ago.'],
    ],
    [
      'movement',
      ...([WATCHING, by('movement'), {}] as const),
      ['Happy', 'Just now: no face in sight.', 'The mood stays as it was.', 'Somebody is here: something moved a little while ago.'],
    ],
    [
      'a sensor',
      ...([WATCHING, by('sensor'), {}] as const),
      ['Happy', 'Just now: no face in sight.', 'The mood stays as it was.', 'The sensor says that somebody is here.'],
    ],
    ['nobody', ...([WATCHING, ABSENT, { mood: 'away' }] as const), ['Nobody here', '', 'Nobody since TIME.', 'Nobody since TIME.']],
    [
      'nobody, so far',
      ...([WATCHING, UNKNOWN, { mood: 'away' }] as const),
      ['Unknown', '', 'The camera has only just started.', 'Nobody has been seen so far.'],
    ],
    [
      'somebody whose face has not been seen yet',
      ...([WATCHING, by('movement'), { mood: 'neutral', blank: 'unread' }] as const),
      [
        'Neutral',
        'Just now: no face in sight.',
        'The mood is neutral until a face is seen.',
        'Somebody is here: something moved a little while ago.',
      ],
    ],
    [
      'somebody whose face has not been seen for long, at the moment when the mood has become neutral',
      ...([WATCHING, by('sensor'), { mood: 'neutral', blank: 'faded' }] as const),
      [
        'Neutral',
        'Just now: no face in sight.',
        'After a long time without a face, the mood went back to neutral.',
        'The sensor says that somebody is here.',
      ],
    ],
    [
      'a face that is unsure, and none before it that was sure',
      ...([WATCHING, by('face'), { mood: 'neutral', blank: 'unread', unsure: true }] as const),
      ['Neutral', 'Just now: hard to read.', 'The mood is neutral until a face can be read.', 'Somebody is here: a face is in sight.'],
    ],
    [
      'the first moment',
      ...([OPENING, UNKNOWN, { mood: 'away' }] as const),
      ['Unknown', '', 'The camera is starting…', 'One moment: the camera is starting.'],
    ],
    [
      'the camera lost',
      ...([LOST, UNKNOWN, {}] as const),
      ['Happy', '', 'The camera is missing. The mood stays as it was.', 'Without a camera, the box cannot tell whether anybody is here.'],
    ],
    [
      'the camera lost before it saw anybody',
      ...([LOST, UNKNOWN, { mood: 'away' }] as const),
      [
        'Unknown',
        '',
        'The camera is missing. The box cannot tell who is here.',
        'Without a camera, the box cannot tell whether anybody is here.',
      ],
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
      ['Happy', '', 'The camera is off. The mood stays as it was.', 'With the camera off, the box cannot tell whether anybody is here.'],
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
      ['Unknown', '', 'No camera is watching at any of the 3 boxes.'],
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
    const { title, line } = playingOf(report);
    expect(title).toBe('No music');
    return said(line);
  };
  const away = { mood: 'away' } as const;

  test.each<[string, Presence, Partial<Report>, string]>([
    ['nobody is here', ABSENT, away, 'Nobody has been here since TIME. Music starts when somebody comes, or when you press Play.'],
    ['somebody comes', by('face'), away, 'Music starts in a moment.'],
    ['nothing is known', UNKNOWN, away, 'Music starts when somebody comes, or when you press Play.'],
    [
      'nobody is at any box',
      ABSENT,
      { ...away, group: group() },
      'Nobody is at any of the boxes. Music starts when somebody comes, or when you press Play.',
    ],
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

describe('who decides', () => {
  test.each<[string, CameraState, Partial<Report>, string]>([
    ['the camera, while it watches', WATCHING, {}, 'The camera decides. Choose a mood to hold it.'],
    ['it will, once it is back', LOST, {}, 'The camera will decide once it is back. Choose a mood to hold it.'],
    ['it will, once it is on', OFF, {}, 'The camera will decide once it is switched on. Choose a mood to hold it.'],
    ['it will, once it has started', OPENING, {}, 'The camera will decide once it has started. Choose a mood to hold it.'],
    ['those of the group', LOST, { group: group() }, 'The other boxes’ cameras decide. Choose a mood to hold it.'],
    [
      'none of the group, where none looks',
      ...([LOST, { group: group({ sees: false }) }] as const),
      'The camera will decide once it is back. Choose a mood to hold it.',
    ],
    ['a person', LOST, { override: 'sad', mood: 'sad' }, '“Sad” is held until you choose the camera again.'],
  ])('%s', (_, camera, change, expected) => expect(overrideHint(viewOf({ ...happyReport, camera, ...change }))).toBe(expected));
});

describe('the faces', () => {
  const { scores: _, ...plain } = happyReport;
  const report = (camera: CameraState, presence: Presence, change: Partial<Report> = {}): Report => ({
    ...{ ...plain, faces: [], expression: 'none', camera, sees: camera.kind === 'watching', presence: { ...presence, since } },
    ...change,
  });
  const seen = (...of: Parameters<typeof report>): string => said(seenOf(viewOf(report(...of))));
  const faceSeenAt = since;

  test('in sight are counted', () => expect(seenOf(happyReport)).toBe('One face in sight.'));

  test('are not there yet only until the first one', () => {
    expect(seen(WATCHING, ABSENT)).toBe('No face in sight yet.');
    expect(said(seen(WATCHING, ABSENT, { faceSeenAt: moment(since - 86_400_000) }))).toMatch(/^Last face seen: .*TIME\.$/);
    expect(seen(WATCHING, by('sensor'), { faceSeenAt })).toBe('Last face seen: TIME.');
  });

  test('are not told anew where nobody has been here since the last one', () => expect(seen(WATCHING, ABSENT, { faceSeenAt })).toBe(''));

  test('are told only where a camera looks', () => {
    expect(seen(LOST, by('sensor'), { faceSeenAt })).toBe('The camera is missing.');
    expect(seen(OFF, UNKNOWN, { faceSeenAt })).toBe('');
  });

  test('that are not in sight are said to be so once on the page', () => {
    for (const camera of [WATCHING, LOST, OFF, OPENING])
      for (const presence of [by('face'), by('movement'), by('sensor'), ABSENT, UNKNOWN])
        for (const change of [{}, { faceSeenAt }, { faceSeenAt, mood: 'neutral', blank: 'faded' }, { mood: 'away' }] as const) {
          const all = viewOf(report(camera, presence, change));
          const page = [nowOf, whyOf, hereOf, seenOf].map((say) => say(all)).join(' ');
          expect(page.match(/no face in sight/gi)?.length ?? 0).toBeLessThanOrEqual(1);
        }
  });
});

describe('the camera’s switch', () => {
  test.each<[CameraState, [string, string]]>([
    [WATCHING, ['Camera on', 'Switch it off to stop the box from looking.']],
    [OPENING, ['Camera on', 'Switch it off to stop the box from looking.']],
    [OFF, ['Camera off', 'The box sees nobody. Switch it on to follow the mood again.']],
    [LOST, ['Camera missing', 'The box keeps looking for it.']],
  ])('at %j', (camera, expected) => expect(cameraSwitch(camera.kind)).toEqual(expected));

  test.each([
    ['no camera is connected: plug one in', 'Missing. No camera is connected: plug one in. The box keeps trying.'],
    ['http://10.0.0.7/video does not answer: is it on?', 'Missing. http://10.0.0.7 does not answer: is it on? The box keeps trying.'],
  ])('and the reason why it is missing: %s', (why, expected) =>
    expect(cameraState(viewOf({ ...happyReport, camera: { kind: 'lost', why } }))).toEqual([expected]),
  );
});

describe('where the music comes from', () => {
  // A source without words of its own would be shown by its name in the code.
  test.each(SOURCES)('is said in words for the source %s', (source) => {
    const playback = { ...happyReport.playback, track: { ...track('happy', 1), source } } as Report['playback'];
    const { line } = playingOf(viewOf({ ...happyReport, playback }));
    expect(line).toMatch(/^Playing · \S/);
    expect(line).not.toContain(source);
  });
});

describe('music that ends because everybody has left', () => {
  const away: Partial<Report> = { mood: 'away', leaving: true };
  const music = (presence: Presence, change: Partial<Report> = {}): readonly [string, string] => {
    const { title, line } = playingOf(viewOf({ ...happyReport, ...away, presence: { ...presence, since }, ...change }));
    return [title, said(line)];
  };
  const silent: Partial<Report> = { playback: { kind: 'silent' } };

  test('says so while it fades, and Play brings it back', () => {
    expect(music(ABSENT)).toEqual(['Morning in the sun', 'Fading out: nobody has been here since TIME. Press Play if you want music.']);
    expect(isSounding(viewOf({ ...happyReport, ...away }))).toBe(false);
    expect(isSounding(viewOf(happyReport))).toBe(true);
  });

  test('says so of all the boxes of a group', () =>
    expect(music(ABSENT, { group: group() })[1]).toBe('Fading out: nobody is at any of the boxes. Press Play if you want music.'));

  test('says that it comes back as soon as somebody does', () =>
    expect(music(by('face'))[1]).toBe('Fading out: everybody had left. Somebody has just come in, so music begins again in a moment.'));

  test.each<[string, Presence, Partial<Report>, string]>([
    [
      'nobody is here',
      ...([ABSENT, {}] as const),
      'The music has faded out: nobody has been here since TIME. It starts again when somebody comes, or when you press Play.',
    ],
    [
      'the camera was lost meanwhile',
      ...([UNKNOWN, { camera: LOST, sees: false }] as const),
      'The music has faded out: everybody has left. It starts again when you press Play, or when the camera is back and sees somebody.',
    ],
    [
      'the camera was switched off meanwhile',
      ...([UNKNOWN, { camera: OFF, sees: false }] as const),
      'The music has faded out: everybody has left. It starts again when you press Play, or when the camera is switched on and sees somebody.',
    ],
  ])('says so after it: %s', (_, presence, change, expected) =>
    expect(music(presence, { ...silent, ...change })).toEqual(['No music', expected]),
  );
});

test('the neutral mood has one word', () => {
  const neutral = viewOf({ ...happyReport, mood: 'neutral', expression: 'neutral' });
  expect(moodWord(shownMood(neutral)).toLowerCase()).toBe('neutral');
  expect(nowOf(neutral)).toBe('Just now: neutral.');
});

test('there is a word for each expression', () => {
  const now = EXPRESSIONS.map((expression) => nowOf(viewOf({ ...happyReport, expression })));
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
