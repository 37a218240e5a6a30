import { expect, test } from 'vitest';
import { Broker, hasMosquitto } from '../mqtt/setting.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant } from './home-assistant.ts';
import { isBuilt, KEYS, livingRoom } from './living-room.ts';
import { rootsHere } from './root.ts';

/**
 * What a lively room costs the database of Home Assistant, measured instead of extrapolated: as many minutes as HOME_ASSISTANT_MINUTES
 * says, in every release that is here, all of them on one broker with one box.
 */
const MINUTES = Number(process.env.HOME_ASSISTANT_MINUTES ?? 0);
/** What docs/home-assistant.md promises. */
const ROWS_A_DAY = 2000;
const MINUTES_A_DAY = 24 * 60;

const roots = rootsHere();
const minutes = (count: number) => new Promise<void>((resolve) => setTimeout(resolve, count * 60_000));
const sumOf = (rows: Readonly<Record<string, number>>) => Object.values(rows).reduce((sum, count) => sum + count, 0);

class Homes extends Map<string, HomeAssistant> implements AsyncDisposable {
  async [Symbol.asyncDispose](): Promise<void> {
    for (const home of this.values()) await home[Symbol.asyncDispose]();
  }
}

test.runIf(MINUTES > 0 && isBuilt && hasMosquitto && roots.length > 0)(
  `the rows of ${MINUTES} minutes in a lively room`,
  { timeout: (MINUTES + 30) * 60_000 },
  async () => {
    await using broker = await Broker.open();
    await using homes = new Homes();
    for (const here of roots) homes.set(here.release, await HomeAssistant.open(here, broker.port));
    const folder = await tempFolder();
    await using _box = await startBox(folder, livingRoom(folder, broker));
    for (const home of homes.values()) await home.entitiesOf('living-room', ...KEYS);
    await minutes(1);
    const began = Date.now() / 1000;
    const tell = (passed: number) => {
      for (const [release, home] of homes) {
        const rows = home.rowsSince(began);
        process.stdout.write(`rows in ${passed} minutes (${release}): ${sumOf(rows)} ${JSON.stringify(rows)}\n`);
      }
    };
    for (let passed = 0; passed < MINUTES; passed += 5) {
      await minutes(Math.min(5, MINUTES - passed));
      tell(Math.min(MINUTES, passed + 5));
    }
    for (const home of homes.values()) expect((sumOf(home.rowsSince(began)) / MINUTES) * MINUTES_A_DAY).toBeLessThanOrEqual(ROWS_A_DAY);
  },
);
