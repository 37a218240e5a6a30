import { describe, expect, test } from 'vitest';
import { narrate, summary } from '../../src/daemon/narrate.ts';
import type { Track } from '../../src/domain/music.ts';
import type { Report } from '../../src/domain/report.ts';
import { instant, percent, px, share } from '../../src/domain/units.ts';

const track: Track = { id: 'a', title: 'Sunrise', url: 'file:///a.opus', source: 'loops', mood: 'happy' };
const quiet: Report = {
  id: 'box',
  version: '1',
  mood: 'away',
  override: 'auto',
  autoplay: true,
  unsure: false,
  confidence: share(0),
  faces: [],
  playback: { kind: 'silent' },
  liked: false,
  volume: percent(60),
  camera: { kind: 'opening' },
  broker: { kind: 'connecting', url: 'mqtt://x' },
  history: { kind: 'keeping', setAside: false },
  fps: 0,
  dropped: 0,
};
const playing = { kind: 'playing', track, since: instant(0) } as const;

describe('narrate', () => {
  test('begins with what there is', () => expect(narrate(undefined, quiet)).toEqual(['mood    away', 'music   silent']));

  test('says when nothing is kept, and when a damaged history was set aside', () => {
    const lost: Report = { ...quiet, history: { kind: 'lost', why: 'the disk is full' } };
    expect(narrate(quiet, lost)).toEqual(['history not kept: the disk is full']);
    expect(narrate(lost, quiet)).toEqual([]);
    const aside: Report = { ...quiet, history: { kind: 'keeping', setAside: true } };
    expect(narrate(quiet, aside)).toEqual(['history its file was damaged and is set aside; a new one is begun']);
  });

  test('says each mood change and each track once', () => {
    const happy: Report = { ...quiet, mood: 'happy', playback: { kind: 'loading', track } };
    expect(narrate(quiet, happy)).toEqual(['mood    happy']);
    expect(narrate(happy, { ...happy, playback: playing })).toEqual(['music   Sunrise (loops)']);
    expect(narrate({ ...happy, playback: playing }, { ...happy, playback: playing, fps: 9, confidence: share(0.5) })).toEqual([]);
  });

  test('says when the camera or the broker is lost, with the reason', () => {
    const lost: Report = {
      ...quiet,
      camera: { kind: 'lost', why: 'unplugged' },
      broker: { kind: 'lost', url: 'mqtt://x', why: 'connection refused' },
    };
    expect(narrate(quiet, lost)).toEqual(['camera  lost: unplugged', 'broker  lost: connection refused']);
    expect(narrate(lost, { ...lost, camera: { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } })).toEqual([
      'camera  watching /dev/video0, 640 x 480',
    ]);
  });

  test('an override is told as one', () =>
    expect(narrate(quiet, { ...quiet, mood: 'sad', override: 'sad' })).toEqual(['mood    sad (overridden)']));
});

test('the summary is one line', () => expect(summary({ ...quiet, playback: playing })).toBe('mood    away; music   Sunrise (loops)'));
