import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCamera } from '../../src/camera/open.ts';
import type { Camera } from '../../src/camera/port.ts';
import type { OpenDevice } from '../../src/camera/v4l2.ts';
import { openVideo, videoCapture } from '../../src/camera/video.ts';
import type { CameraConfig } from '../../src/config/schema.ts';
import type { Clock } from '../../src/shared/async/clock.ts';
import type { Log } from '../../src/shared/log.ts';
import { cv } from '../../src/shared/opencv.ts';
import { clip } from '../assets.ts';
import { folder } from './setting.ts';

/** A made `/` with /dev and /sys as the kernel lays them out: cameras can be plugged in and pulled out. */
export class DeviceTree {
  readonly root = folder();

  plug(node: string, name: string, index = 0): void {
    const sys = join(this.root, 'sys/class/video4linux', node);
    mkdirSync(sys, { recursive: true });
    writeFileSync(join(sys, 'name'), `${name}\n`);
    writeFileSync(join(sys, 'index'), `${index}\n`);
    mkdirSync(join(this.root, 'dev'), { recursive: true });
    writeFileSync(join(this.root, 'dev', node), '');
  }

  pull(node: string): void {
    rmSync(join(this.root, 'sys/class/video4linux', node), { recursive: true, force: true });
    rmSync(join(this.root, 'dev', node), { force: true });
  }

  /** What udev does: a name that stays with the camera. */
  link(id: string, node: string): void {
    const links = join(this.root, 'dev/v4l/by-id');
    mkdirSync(links, { recursive: true });
    rmSync(join(links, id), { force: true });
    symlinkSync(`../../${node}`, join(links, id));
  }
}

/** What a device's driver sees to, and a file does not: read as fast as it can be, the whole clip is over within a second. */
const PICTURES_A_SECOND = 25;

/** Devices whose pictures are the clip's, read by the very capture that reads real devices. */
export function openV4l2OnClip(devices: Readonly<Record<string, string>>) {
  const tree = new DeviceTree();
  for (const [node, name] of Object.entries(devices)) tree.plug(node, name);
  const openDevice: OpenDevice = async (device) => {
    const name = `${device.name} (${device.path.slice(tree.root.length)})`;
    return { ...videoCapture(name, openVideo(clip(), cv.CAP_FFMPEG, '')), fps: PICTURES_A_SECOND };
  };
  const camera = (config: CameraConfig, by: { clock: Clock; log: Log }): Camera =>
    openCamera(config, { ...by, openDevice, root: tree.root });
  return { tree, camera };
}
