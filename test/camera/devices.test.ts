import { describe, expect, it } from 'vitest';
import { findCamera, listCameras, othersText, ruledOut } from '../../src/camera/devices.ts';
import type { KernelNodes } from '../fixtures/field/devices/tree.ts';
import { layOut } from '../fixtures/field/devices/tree.ts';
import { DeviceTree } from './device.ts';
import { folder } from './setting.ts';

/** Two webcams with their metadata nodes, and what a Raspberry Pi has besides. */
function tree(): DeviceTree {
  const made = new DeviceTree();
  made.plug('video10', 'bcm2835-codec-decode');
  made.plug('video2', 'C920');
  made.plug('video3', 'C920', 1);
  made.plug('video0', 'Integrated Camera');
  made.plug('video1', 'Integrated Camera', 1);
  made.plug('video19', 'rpivid');
  made.link('usb-C920-index0', 'video2');
  return made;
}

const found = (made: DeviceTree, wanted: string, before?: string): string | undefined => {
  const device = findCamera(wanted, before === undefined ? undefined : { path: 'before', name: before }, made.root);
  return device && `${device.name} at ${device.path.slice(made.root.length)}`;
};

describe('listCameras', () => {
  it('lists cameras by number, without metadata nodes and decoders', () => {
    const { root } = tree();
    expect(listCameras(root)).toEqual([
      { path: `${root}/dev/video0`, name: 'Integrated Camera' },
      { path: `${root}/dev/video2`, name: 'C920' },
    ]);
  });
  it('is empty on a machine without video', () => expect(listCameras(folder())).toEqual([]));
});

it.each([
  [{}, ''],
  [{ 0: { name: 'rkvdec', can: ':' } }, ' (the only video device of this computer is a decoder, a raw sensor or the like)'],
  [
    { 0: { name: 'rkvdec', can: ':' }, 1: { name: 'rga', can: ':' } },
    ' (the 2 video devices of this computer are decoders, raw sensors and the like)',
  ],
])('what else there is: %j', (nodes: KernelNodes, text) => {
  const root = folder();
  layOut(root, nodes);
  expect(othersText(root)).toBe(text);
});

describe('findCamera', () => {
  it('auto: the first one that is there now', () => {
    const made = tree();
    expect(found(made, 'auto')).toBe('Integrated Camera at /dev/video0');
    made.pull('video0');
    expect(found(made, 'auto', 'Integrated Camera')).toBe('C920 at /dev/video2');
  });

  it('a link: the camera that it points to, never another', () => {
    const made = tree();
    expect(found(made, '/dev/v4l/by-id/usb-C920-index0')).toBe('C920 at /dev/video2');
    made.pull('video2');
    expect(found(made, '/dev/v4l/by-id/usb-C920-index0', 'C920')).toBeUndefined();
    made.plug('video4', 'C920');
    made.link('usb-C920-index0', 'video4');
    expect(found(made, '/dev/v4l/by-id/usb-C920-index0', 'C920')).toBe('C920 at /dev/video4');
  });

  it('a number: itself; once it has vanished, the same name under another number', () => {
    const made = tree();
    expect(found(made, '/dev/video2')).toBe('C920 at /dev/video2');
    made.pull('video2');
    expect(found(made, '/dev/video2')).toBeUndefined();
    expect(found(made, '/dev/video2', 'C920')).toBeUndefined();
    made.plug('video4', 'C920');
    expect(found(made, '/dev/video2', 'C920')).toBe('C920 at /dev/video4');
    made.plug('video2', 'C920');
    expect(found(made, '/dev/video2', 'C920')).toBe('C920 at /dev/video2');
  });
});

describe('ruledOut', () => {
  const against = (nodes: KernelNodes, node: string): string | undefined => {
    const root = folder();
    layOut(root, nodes);
    return ruledOut({ path: `${root}/dev/${node}`, name: nodes[Number(node.slice(5))]?.name ?? '' }, root);
  };
  it('names the node of the same camera that has the pictures', () =>
    expect(against({ 0: { name: 'C920', can: ':capture:' }, 1: { name: 'C920', index: 1, can: ':' } }, 'video1')).toBe(
      'carries no pictures, only data about them: set camera.source to /dev/video0',
    ));
  it('says that a decoder is none', () =>
    expect(against({ 0: { name: 'rkvdec', can: ':' } }, 'video0')).toMatch(/^is a part of the computer that records nothing/));

  it('not a loopback device, which a program may feed by now', () =>
    expect(against({ 0: { name: 'OBS Virtual Camera', can: ':video_output:', place: 'virtual/a' } }, 'video0')).toBeUndefined());
  it('trusts the user where udev is silent, and where a node records', () => {
    expect(against({ 0: { name: 'rkvdec' } }, 'video0')).toBeUndefined();
    expect(against({ 0: { name: 'rp1-cfe', can: ':capture:' } }, 'video0')).toBeUndefined();
  });
});
