import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip } from '../assets.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE } from './home-assistant.ts';
import { install, takesIntegration } from './integration.ts';
import { CLEARING_UP, isBuilt, LONG, rootsFor, SETTING_UP } from './living-room.ts';
import { isAlone, OtherMachine } from './wire.ts';

/** A box on another machine, announced by a real Avahi and found by Home Assistant's own zeroconf. One life, told in order. */
const PINS = { owner: '483920', household: 'sunny kitchen' };
const PLAYER = 'media_player.living_room';

const roots = rootsFor('the search', (here) => takesIntegration(here) && existsSync(join(here.folder, 'usr/sbin/avahi-daemon')));
const canConnect = await isAlone();

test.skipIf(canConnect)('the tests are not alone in their network: a box was NOT searched for in it', () => undefined);

describe.runIf(isBuilt && canConnect).each(roots)('in the network of Home Assistant $release', (here) => {
  let machine: OtherMachine;
  let home: HomeAssistant;
  let folder: string;
  let box: RunningBox;

  const startIt = (port: number): Promise<RunningBox> =>
    startBox(
      folder,
      {
        camera: { source: clip(), fps: 5 },
        music: { order: ['loops'] },
        player: { output: 'null' },
        mqtt: { broker_port: 0, id: 'living-room', name: 'Living room' },
        web: { host: '0.0.0.0', port },
        state: { dir: join(folder, 'state') },
      },
      { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
      [],
      machine.under,
    );
  const state = async () => (await home.states()).get(PLAYER)?.state;
  const becomes = (expected: string) => expect.poll(state, PATIENCE).toBe(expected);

  beforeAll(async () => {
    folder = await tempFolder();
    machine = await OtherMachine.open(here, join(folder, 'bin'));
    home = await HomeAssistant.open(here, undefined, { configuration: 'zeroconf:\n', files: install });
    box = await startIt(18_080);
    await machine.evaluate(`
      const page = 'http://127.0.0.1:18080/api/access';
      const { code } = await (await fetch(page)).json();
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(page + '/pins', { method: 'POST', headers, body: JSON.stringify({ ...${JSON.stringify(PINS)}, code }) });
      if (!answer.ok) throw new Error(await answer.text());
    `);
  }, SETTING_UP);

  afterAll(async () => {
    await home?.[Symbol.asyncDispose]();
    await box?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('the box is offered by its name, and added with its PIN', LONG, async () => {
    await expect.poll(async () => (await home.waitingFlows()).length, PATIENCE).toBe(1);
    const [flow] = await home.waitingFlows();
    expect(flow).toMatchObject({
      step_id: 'confirm',
      context: { source: 'zeroconf', unique_id: 'living-room', title_placeholders: { name: 'Living room' } },
    });
    const id = flow?.flow_id ?? '';
    expect(await home.goOn(id, {})).toMatchObject({ type: 'form', step_id: 'pin' });
    expect(await home.goOn(id, { pin: PINS.household })).toMatchObject({ type: 'create_entry', title: 'Living room' });
    await becomes('playing');
  });

  test('a box that has moved is followed, and not offered again', LONG, async () => {
    await box.stop();
    await becomes('unavailable');
    box = await startIt(18_090);
    await becomes('playing');
    expect(await home.waitingFlows()).toEqual([]);
  });
});
