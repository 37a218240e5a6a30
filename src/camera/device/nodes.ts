import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** How a device is attached. `unknown`: sysfs does not say, as in some containers. */
export type Bus = 'usb' | 'pci' | 'platform' | 'virtual' | 'unknown';

/** A video node (/dev/videoN) and what the kernel and udev say of it. */
export type VideoNode = {
  readonly path: string;
  /** What the device calls itself; two of the same make share it. */
  readonly name: string;
  readonly number: number;
  /** The node's place among those of its device; undefined if the kernel does not say. A webcam has its pictures at 0. */
  readonly index: number | undefined;
  /** Empty if sysfs does not name it. */
  readonly driver: string;
  readonly bus: Bus;
  /** What this very node can do, as udev has asked the kernel (VIDIOC_QUERYCAP): `capture`, `video_output`, …; undefined without udev. */
  readonly can: ReadonlySet<string> | undefined;
};

/**
 * All nodes that sysfs lists and that are in /dev, lowest number first. In a container whose sysfs lists none, those in /dev count. Tests
 * use a `root` other than `/`.
 */
export function videoNodes(root: string): readonly VideoNode[] {
  const listed = [join(root, 'sys/class/video4linux'), join(root, 'dev')].map(videosIn).find((nodes) => nodes.length > 0) ?? [];
  return listed
    .filter((node) => existsSync(join(root, 'dev', node)))
    .map((node) => videoNode(root, node))
    .sort((a, b) => a.number - b.number);
}

function videosIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((node) => /^video\d+$/.test(node));
  } catch {
    return []; // It is not there, or hidden from this user.
  }
}

/** One node, by its name in /dev (`video0`), listed or not. */
export function videoNode(root: string, node: string): VideoNode {
  const sys = join(root, 'sys/class/video4linux', node);
  const udev = udevRecord(root, text(join(sys, 'dev')));
  const index = text(join(sys, 'index'));
  return {
    path: join(root, 'dev', node),
    name: text(join(sys, 'name')) || node,
    number: Number(/\d+$/.exec(node)?.[0] ?? 0),
    index: /^\d+$/.test(index) ? Number(index) : undefined,
    driver: driverOf(sys) || (udev.get('ID_USB_DRIVER') ?? ''),
    bus: udev.get('ID_BUS') === 'usb' ? 'usb' : busOf(sys),
    can: capabilities(udev.get('ID_V4L_CAPABILITIES')),
  };
}

/** The properties in udev's database; none in a container that does not share it. */
function udevRecord(root: string, majorMinor: string): ReadonlyMap<string, string> {
  const record = majorMinor === '' ? '' : text(join(root, 'run/udev/data', `c${majorMinor}`));
  return new Map([...record.matchAll(/^E:([^=\n]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]));
}

function driverOf(sys: string): string {
  try {
    return basename(readlinkSync(join(sys, 'device/driver')));
  } catch {
    return /^DRIVER=(.+)$/m.exec(text(join(sys, 'device/uevent')))?.[1] ?? '';
  }
}

/** From the device's place in the tree of devices, such as /sys/devices/pci0000:00/…/usb1/1-2/1-2:1.0/video4linux/video0. */
function busOf(sys: string): Bus {
  if (text(join(sys, 'device/modalias')).startsWith('usb:')) return 'usb';
  const place = [sys, join(sys, 'device')].map(real).join(' ');
  if (/\/usb\d+\//.test(place)) return 'usb';
  if (/\/devices\/virtual\//.test(place)) return 'virtual';
  if (/\/devices\/pci/.test(place)) return 'pci';
  return /\/devices\//.test(place) ? 'platform' : 'unknown';
}

/** `:capture:` means pictures; `:` means none of what udev knows, as of a decoder or of metadata. */
const capabilities = (listed: string | undefined): ReadonlySet<string> | undefined =>
  listed === undefined ? undefined : new Set(listed.split(':').filter((word) => word !== ''));

/** Where a link leads, even if that is not mounted here. */
function real(path: string): string {
  for (const follow of [realpathSync, readlinkSync]) {
    try {
      return follow(path);
    } catch {} // Not there, or no link.
  }
  return '';
}

/** Empty if the kernel does not say, or if the camera was unplugged at this very moment. */
function text(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
