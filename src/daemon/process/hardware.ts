import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hardware } from '../../domain/hardware.ts';
import { namesIn } from '../../shared/names-in.ts';

const PRODUCT = ['sys/firmware/devicetree/base/model', 'sys/class/dmi/id/product_name'];
const SERIAL = ['sys/firmware/devicetree/base/serial-number', 'sys/class/dmi/id/product_serial'];
/** What manufacturers leave in the firmware of a PC instead of a name. */
const PLACEHOLDER = /^(to be filled|default string|system (product|serial)|not (applicable|specified|available)|none$|o\.?e\.?m|0+$|x+$)/i;
const LONGEST = 100;

/**
 * What this machine is: product, serial number and the hardware addresses of its own network cards, wired and wireless alike, so that the
 * answer does not depend on which of them is in use. What the machine does not tell is left out. `root` replaces `/` in tests.
 */
export function readHardware(root = '/'): Hardware {
  const product = firstOf(root, PRODUCT);
  const serial = firstOf(root, SERIAL);
  return { ...(product && { product }), ...(serial && { serial }), macs: macsOf(join(root, 'sys/class/net')) };
}

function firstOf(root: string, files: readonly string[]): string | undefined {
  const texts = files.map((file) => textIn(join(root, file)).slice(0, LONGEST));
  return texts.find((text) => text !== '' && !PLACEHOLDER.test(text));
}

/** Only cards have a device: bridges, tunnels and the network of a container change their addresses from start to start. */
function macsOf(folder: string): readonly string[] {
  const cards = namesIn(folder).filter((name) => namesIn(join(folder, name)).includes('device'));
  const addresses = cards.map((name) => textIn(join(folder, name, 'address')).toLowerCase());
  return [...new Set(addresses.filter(isOwnAddress))].toSorted();
}

/** An address that the manufacturer gave. One that software made up, for privacy or for a virtual machine, has the second bit set. */
const isOwnAddress = (address: string): boolean =>
  /^([\da-f]{2}:){5}[\da-f]{2}$/.test(address) && !/^(00:){5}00$/.test(address) && (Number.parseInt(address.slice(0, 2), 16) & 0b11) === 0;

/** A device tree ends its texts with a zero byte. */
function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', '').trim();
  } catch {
    return '';
  }
}
