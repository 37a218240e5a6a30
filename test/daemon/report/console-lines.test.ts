import { describe, expect, test } from 'vitest';
import { printChanges, summary } from '../../../src/daemon/report/console-lines.ts';
import type { Track } from '../../../src/domain/music.ts';
import type { CameraState, Report } from '../../../src/domain/report.ts';
import { instant, moment, percent, px, share } from '../../../src/domain/units.ts';

const track: Track = { id: 'a', title: 'Sunrise', url: 'file:///a.opus', source: 'loops', mood: 'happy' };
const quiet: Report = {
  id: 'box',
  version: '1',
  mood: 'away',
  expression: 'none',
  presence: { kind: 'absent', since: moment(0) },
  override: 'auto',
  autoplay: true,
  will: 'playing',
  unsure: false,
  confidence: share(0),
  faces: [],
  sees: false,
  playback: { kind: 'silent' },
  liked: false,
  noMusic: false,
  volume: percent(60),
  audible: true,
  camera: { kind: 'opening' },
  broker: { kind: 'connecting', url: 'mqtt://x' },
  history: { kind: 'keeping', setAside: false },
  fps: 0,
  dropped: 0,
};
const playing = { kind: 'playing', track, since: instant(0) } as const;

describe('printChanges', () => {
  test('begins with the present state', () =>
    expect(printChanges(undefined, quiet)).toEqual(['mood    away', 'people  nobody', 'music   silent']));

  test('says when no music can be found, and when it is back', () => {
    const missing = { ...quiet, noMusic: true };
    expect(printChanges(quiet, missing)).toEqual(['music   none can be found or played; the log says why']);
    expect(printChanges(missing, { ...quiet, playback: playing })).toEqual(['music   Sunrise (loops)']);
  });

  test('says when the history is not kept, and when a damaged one was set aside', () => {
    const lost: Report = { ...quiet, history: { kind: 'lost', why: 'the disk is full' } };
    expect(printChanges(quiet, lost)).toEqual(['history not kept: the disk is full']);
    expect(printChanges(lost, quiet)).toEqual([]);
    const aside: Report = { ...quiet, history: { kind: 'keeping', setAside: true } };
    expect(printChanges(quiet, aside)).toEqual(['history its file was damaged and is set aside; a new one is begun']);
  });

  test('says each mood change and each track once', () => {
    const happy: Report = { ...quiet, mood: 'happy', playback: { kind: 'loading', track } };
    expect(printChanges(quiet, happy)).toEqual(['mood    happy']);
    expect(printChanges(happy, { ...happy, playback: playing })).toEqual(['music   Sunrise (loops)']);
    expect(printChanges({ ...happy, playback: playing }, { ...happy, playback: playing, fps: 9, confidence: share(0.5) })).toEqual([]);
  });

  test('says who comes and goes, once, and nothing if that is unknown', () => {
    const since = quiet.presence.since;
    const moved: Report = { ...quiet, presence: { kind: 'present', by: 'movement', since } };
    const seen: Report = { ...quiet, presence: { kind: 'present', by: 'face', since } };
    const unknown: Report = { ...quiet, presence: { kind: 'unknown', since } };
    expect(printChanges(quiet, moved)).toEqual(['people  somebody is here (movement)']);
    expect(printChanges(moved, seen)).toEqual([]);
    expect(printChanges(seen, unknown)).toEqual([]);
    expect(printChanges(unknown, seen)).toEqual(['people  somebody is here (face)']);
    expect(printChanges(seen, quiet)).toEqual(['people  nobody']);
    expect(summary(unknown)).toBe('mood    away; music   silent');
  });

  test('says when the camera or the broker is lost, with the reason', () => {
    const lost: Report = {
      ...quiet,
      camera: { kind: 'lost', why: 'unplugged' },
      broker: { kind: 'lost', url: 'mqtt://x', why: 'connection refused' },
    };
    expect(printChanges(quiet, lost)).toEqual(['camera  lost: unplugged', 'broker  lost: connection refused']);
    expect(printChanges(lost, { ...lost, camera: { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } })).toEqual([
      'camera  watching /dev/video0, 640 x 480',
    ]);
  });

  test('says which of several cameras is lost, and which is back', () => {
    const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
    const two = (state: CameraState): Report => ({
      ...quiet,
      camera: watching,
      cameras: [
        { name: 'front', state: watching },
        { name: 'back', state },
      ],
    });
    const lost = two({ kind: 'lost', why: 'unplugged' });
    expect(printChanges(undefined, lost)).toEqual([
      ...printChanges(undefined, quiet),
      'camera  front watching /dev/video0, 640 x 480',
      'camera  back lost: unplugged',
    ]);
    expect(printChanges(two({ kind: 'opening' }), lost)).toEqual(['camera  back lost: unplugged']);
    expect(printChanges(lost, two({ kind: 'opening' }))).toEqual([]);
    expect(printChanges(lost, two(watching))).toEqual(['camera  back watching /dev/video0, 640 x 480']);
  });

  test('says once of each box of the group that it is not believed, and why', () => {
    const alone: Report = { ...quiet, group: { name: 'cafe', members: ['bar'], plays: 'bar', will: 'playing', sees: true } };
    const refusing = (...ids: string[]): Report => ({
      ...alone,
      group: {
        name: 'cafe',
        members: ['bar'],
        plays: 'bar',
        will: 'playing',
        sees: true,
        refused: ids.map((id) => ({ id, why: 'it is not signed' })),
      },
    });
    expect(printChanges(alone, refusing('door'))).toEqual(['group   door is not believed: it is not signed']);
    expect(printChanges(refusing('door'), refusing('door', 'attic'))).toEqual(['group   attic is not believed: it is not signed']);
    expect(printChanges(refusing('door', 'attic'), refusing('door', 'attic'))).toEqual([]);
  });

  test('says who plays in the group once that is settled, and who comes and goes', () => {
    const listening: Report = { ...quiet, group: { name: 'cafe', members: ['bar'], will: 'playing', sees: true } };
    const settled: Report = { ...quiet, group: { name: 'cafe', members: ['bar', 'door'], plays: 'bar', will: 'playing', sees: true } };
    expect(printChanges(quiet, listening)).toEqual([]);
    expect(printChanges(listening, settled)).toEqual(['group   cafe: bar plays, of bar, door']);
    expect(printChanges(settled, { ...settled })).toEqual([]);
  });

  test('says that no loudspeaker was found', () => {
    expect(printChanges(quiet, { ...quiet, audible: false })).toEqual(['sound   no loudspeaker found']);
    expect(printChanges({ ...quiet, audible: false }, quiet)).toEqual([]);
  });

  test('says that a mood is overridden', () =>
    expect(printChanges(quiet, { ...quiet, mood: 'sad', override: 'sad' })).toEqual(['mood    sad (overridden)']));
});

test('the summary is one line', () =>
  expect(summary({ ...quiet, playback: playing })).toBe('mood    away; people  nobody; music   Sunrise (loops)'));

test('what others have written cannot make a second line, move the cursor or turn the text around', () => {
  const title = 'a\nmood    happy\u001b[2J\u202e';
  const camera: CameraState = { kind: 'lost', why: 'rtsp: \u001b]0;owned\u0007\nbroker  connected' };
  const now: Report = { ...quiet, camera, playback: { kind: 'paused', track: { ...track, title } } };
  const lines = [...printChanges(undefined, now), summary(now)];
  expect(lines.filter((line) => /[\p{Cc}\u202e]/u.test(line))).toEqual([]);
  expect(lines).toContain('camera  lost: rtsp:  ]0;owned  broker  connected');
});
