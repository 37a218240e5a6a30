import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { offeredCameras } from '../../src/camera/offered.ts';

test('a camera is offered by the name that it keeps, and without one by its device', () => {
  const root = mkdtempSync(join(tmpdir(), 'moodbox-cameras-'));
  for (const [node, name] of [
    ['video0', 'HD Pro Webcam C920'],
    ['video2', 'Loopback'],
  ] as const) {
    mkdirSync(join(root, 'sys/class/video4linux', node), { recursive: true });
    writeFileSync(join(root, 'sys/class/video4linux', node, 'name'), `${name}\n`);
    mkdirSync(join(root, 'dev'), { recursive: true });
    writeFileSync(join(root, 'dev', node), '');
  }
  mkdirSync(join(root, 'dev/v4l/by-id'), { recursive: true });
  symlinkSync('../../video0', join(root, 'dev/v4l/by-id/usb-046d_C920-video-index0'));
  symlinkSync('../../video9', join(root, 'dev/v4l/by-id/gone'));
  expect(offeredCameras(root)).toEqual([
    { id: '/dev/v4l/by-id/usb-046d_C920-video-index0', name: 'HD Pro Webcam C920' },
    { id: '/dev/video2', name: 'Loopback' },
  ]);
});
