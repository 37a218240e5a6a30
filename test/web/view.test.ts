import { describe, expect, it } from 'vitest';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Playback } from '../../src/domain/music.ts';
import { px, share } from '../../src/domain/units.ts';
import { viewOf } from '../../src/web/view.ts';
import { happyReport } from '../fakes/box.ts';

const track = {
  id: '/srv/music/happy/s3cret.flac',
  title: 'Sun',
  url: '/srv/music/happy/s3cret.flac',
  source: 'library',
  mood: 'happy',
} as const;
const PLAYBACKS: readonly Playback[] = [
  { kind: 'loading', track },
  { kind: 'paused', track },
  { kind: 'failed', track, why: 'timeout' },
];

describe('viewOf', () => {
  it.each(PLAYBACKS)('shows a track that is $kind without its address', (playback) => {
    const view = viewOf({ ...happyReport, playback });
    expect(JSON.stringify(view)).not.toContain('s3cret');
    expect(view.playback).toEqual({ ...playback, track: { title: 'Sun', source: 'library', mood: 'happy' } });
  });

  it('tells why a track was chosen', () =>
    expect(viewOf({ ...happyReport, playback: { kind: 'loading', track: { ...track, because: 'liked' } } }).playback).toMatchObject({
      track: { because: 'liked' },
    }));

  it('leaves silence and everything that is no secret as it is', () => {
    const scores = scoresBy((emotion) => (emotion === 'happy' ? 0.82 : 0.03));
    const quiet = { ...happyReport, scores, playback: { kind: 'silent' } } as const;
    expect(viewOf(quiet)).toEqual(quiet);
  });

  it('rounds what never rests to what people read', () => {
    const scores = scoresBy(() => 0.14285);
    const view = viewOf({ ...happyReport, scores, confidence: share(0.8249), fps: 9.8 });
    expect(view).toMatchObject({ scores: scoresBy(() => 0.14), confidence: 0.82, fps: 10 });
  });

  it.each([
    ['/dev/v4l/by-id/usb-cam', '/dev/v4l/by-id/usb-cam'],
    ['/home/anna/clips/party.mp4', 'party.mp4'],
    ['rtsp://admin:s3cret@10.0.0.7:554/user=admin&password=s3cret', 'rtsp://10.0.0.7:554'],
    ['http://10.0.0.7/video?token=s3cret', 'http://10.0.0.7'],
  ])('names the camera %s as %s', (source, shown) => {
    const camera = { kind: 'watching', source, width: px(640), height: px(480) } as const;
    expect(viewOf({ ...happyReport, camera }).camera).toEqual({ ...camera, source: shown });
  });

  it('names the camera of a face no more closely', () => {
    const faces = happyReport.faces.map((face) => ({ ...face, camera: 'rtsp://admin:s3cret@10.0.0.7/x' }));
    expect(viewOf({ ...happyReport, faces }).faces).toEqual(faces.map((face) => ({ ...face, camera: 'rtsp://10.0.0.7' })));
  });

  it('hides what the reasons for a loss tell too much', () => {
    const view = viewOf({
      ...happyReport,
      camera: { kind: 'lost', why: "cannot open 'rtsp://a:s3cret@10.0.0.7/x'" },
      broker: { kind: 'lost', url: 'mqtt://anna:s3cret@ha.local:1883', why: 'mqtt://anna:s3cret@ha.local refused' },
    });
    expect(view.camera).toEqual({ kind: 'lost', why: "cannot open 'rtsp://10.0.0.7'" });
    expect(view.broker).toEqual({ kind: 'lost', url: 'mqtt://ha.local:1883', why: 'mqtt://ha.local refused' });
  });
});

it('hides of each camera what it hides of one', () => {
  const size = { width: px(640), height: px(480) };
  const cameras = [
    { name: 'front', state: { kind: 'watching', source: 'rtsp://admin:s3cret@10.0.0.7/1?token=s3cret', ...size } },
    { name: 'wall', state: { kind: 'watching', source: '/home/anna/s3cret/party.mp4', ...size } },
    { name: 'back', state: { kind: 'lost', why: "cannot open 'http://a:s3cret@10.0.0.8/x'" } },
  ] as const;
  const view = viewOf({ ...happyReport, cameras });
  expect(JSON.stringify(view)).not.toContain('s3cret');
  expect(view.cameras?.map(({ state }) => ('source' in state ? state.source : state))).toEqual([
    'rtsp://10.0.0.7',
    'party.mp4',
    { kind: 'lost', why: "cannot open 'http://10.0.0.8'" },
  ]);
  expect('cameras' in viewOf(happyReport)).toBe(false);
});
