import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readHardware } from '../../../src/daemon/process/hardware.ts';

describe('readHardware', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'moodbox-hardware-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  const card = (name: string, address: string) => ({
    [`sys/class/net/${name}/address`]: `${address}\n`,
    [`sys/class/net/${name}/device/uevent`]: '',
  });

  test('reads a board from its device tree', () => {
    write({
      'sys/firmware/devicetree/base/model': 'Raspberry Pi 5 Model B Rev 1.0\0',
      'sys/firmware/devicetree/base/serial-number': '10000000a1b2c3d4\0',
      ...card('wlan0', 'D8:3A:DD:00:00:02'),
      ...card('eth0', 'd8:3a:dd:00:00:01'),
    });
    expect(readHardware(root)).toEqual({
      product: 'Raspberry Pi 5 Model B Rev 1.0',
      serial: '10000000a1b2c3d4',
      macs: ['d8:3a:dd:00:00:01', 'd8:3a:dd:00:00:02'],
    });
  });

  test('reads a PC from its firmware, without what nobody has filled in', () => {
    write({ 'sys/class/dmi/id/product_name': 'NUC8i3BEH\n', 'sys/class/dmi/id/product_serial': 'To Be Filled By O.E.M.\n' });
    expect(readHardware(root)).toEqual({ product: 'NUC8i3BEH', macs: [] });
  });

  test('takes no address that software made up, and none of what is no card', () => {
    write({
      ...card('eth0', '00:11:22:33:44:55'),
      ...card('eth1', '02:42:ac:11:00:02'),
      ...card('ib0', '80:00:02:08:fe:80:00:00:00:00:00:00'),
      ...card('eth2', '00:00:00:00:00:00'),
      'sys/class/net/br0/address': '00:11:22:33:44:66\n',
    });
    expect(readHardware(root).macs).toEqual(['00:11:22:33:44:55']);
  });

  test('of a machine that tells nothing there is nothing', () => expect(readHardware(root)).toEqual({ macs: [] }));
});
