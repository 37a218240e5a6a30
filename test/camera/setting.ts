import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openCamera } from '../../src/camera/open.ts';
import { openVideo } from '../../src/camera/video.ts';
import type { CameraConfig } from '../../src/config/schema.ts';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { cv, owned } from '../../src/shared/opencv.ts';
import { clip } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';

export const cameraConfig = (change: Partial<CameraConfig> = {}): CameraConfig => ({
  ...{
    source: clip(),
    sources: [],
    fps: 25,
    idle_fps: 3,
    width: 640,
    height: 480,
    working_width: 320,
    reach: 'normal',
    read_timeout: ms(5000),
    ignore: [],
    ca: '',
    verify: true,
  },
  ...change,
});

export const cameraOf = (change: Partial<CameraConfig>) => openCamera(cameraConfig(change), { clock: systemClock, log: new FakeLog() });

/** The first pictures of the clip, 400 x 300, as JPEG files. */
export function jpegs(count: number): Buffer[] {
  const video = openVideo(clip(), cv.CAP_FFMPEG, '');
  const files = Array.from({ length: count }, () => {
    using picture = owned(video.read());
    return cv.imencode('.jpg', picture);
  });
  video.release();
  return files;
}

/** A folder that is gone when the test is over. */
export function folder(files: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-camera-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
  return made;
}

/** How often this process has the file open. */
export const openFiles = (path: string): number => readdirSync('/proc/self/fd').filter((fd) => targetOf(fd) === path).length;

function targetOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined; // closed since the folder was listed
  }
}
