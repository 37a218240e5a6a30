import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openThermometer } from '../../../src/daemon/process/thermometer.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';

describe('openThermometer', () => {
  let thermal: string;
  const clock = new FakeClock();
  const zone = (number: number, type: string, temp: string): void => {
    const path = join(thermal, `thermal_zone${number}`);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'type'), `${type}\n`);
    writeFileSync(join(path, 'temp'), temp);
  };
  beforeEach(() => {
    thermal = mkdtempSync(join(tmpdir(), 'moodbox-thermal-'));
  });
  afterEach(() => rmSync(thermal, { recursive: true }));

  test('picks the processor among other sensors, and reads whole degrees', async () => {
    zone(0, 'iwlwifi_1', '31000\n');
    zone(1, 'cpu-thermal', '48312\n');
    await using thermometer = await openThermometer(clock, thermal);
    expect(thermometer?.value).toBe(48);
  });

  test('is kept up to date, and has no value once the sensor is gone', async () => {
    zone(0, 'x86_pkg_temp', '40000\n');
    await using thermometer = await openThermometer(clock, thermal);
    zone(0, 'x86_pkg_temp', '61600\n');
    await expect.poll(() => clock.advance(ms(30_000)).then(() => thermometer?.value), { timeout: 20_000 }).toBe(62);
    rmSync(join(thermal, 'thermal_zone0'), { recursive: true });
    await expect.poll(() => clock.advance(ms(30_000)).then(() => thermometer?.value), { timeout: 20_000 }).toBeUndefined();
  });

  test('takes any readable zone if it knows none of them', async () => {
    zone(0, 'dead', 'not a number');
    zone(3, 'acme', '20000');
    await using thermometer = await openThermometer(clock, thermal);
    expect(thermometer?.value).toBe(20);
  });

  test.each(['no zone', 'no folder'])('does not exist on a machine with %s', async (what) => {
    if (what === 'no zone') zone(0, 'cpu', '');
    expect(await openThermometer(clock, what === 'no zone' ? thermal : join(thermal, 'none'))).toBeUndefined();
  });
});
