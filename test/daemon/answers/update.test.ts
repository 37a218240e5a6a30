import { expect, test } from 'vitest';
import { updateAnswers } from '../../../src/daemon/answers/update.ts';
import type { UpdateRequest, UpdatesKnown } from '../../../src/daemon/upkeep/box-updates.ts';
import type { BoxSystem } from '../../../src/domain/update.ts';

const owner = { level: 'owner', address: '127.0.0.1' } as const;
const SYSTEM: BoxSystem = {
  ...{ running: 'a', next: 'a', takesUpdates: true },
  slots: [
    { name: 'a', state: 'good', version: '1.0' },
    { name: 'b', state: 'empty' },
  ],
};

function box(known: UpdatesKnown | undefined, isWritable = true) {
  const asked: UpdateRequest[] = [];
  const ask = async (what: UpdateRequest): Promise<void> => {
    if (!isWritable) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    asked.push(what);
  };
  return { asked, answers: updateAnswers({ known: async () => known, ask }, { hours: '' }) };
}

test('a box that was not started from the image says so, and installs nothing', async () => {
  const { answers, asked } = box(undefined);
  expect(await answers['GET /api/update'](undefined, owner)).toEqual({ ok: true, value: { image: false } });
  expect(await answers['POST /api/update/install']({ from: 'file' }, owner)).toMatchObject({ ok: false, why: { code: 'update_no_image' } });
  expect(asked).toEqual([]);
});

test('root is asked for what is there: the file that was sent, or what is offered', async () => {
  const { answers, asked } = box({ system: SYSTEM, isHere: true, offer: { version: '2.0', size: 100 }, arrived: 25 });
  expect(await answers['POST /api/update/install']({ from: 'file' }, owner)).toMatchObject({
    ok: true,
    value: { ready: true, fetching: 0.25 },
  });
  await answers['POST /api/update/install']({ from: 'offer' }, owner);
  expect(asked).toEqual(['install', 'fetch']);
});

test.each([
  ['update_no_file', { system: SYSTEM, isHere: false }, 'file'],
  ['update_no_offer', { system: SYSTEM, isHere: true }, 'offer'],
  ['update_runs', { system: { ...SYSTEM, percent: 3 }, isHere: true }, 'file'],
  ['update_no_certificate', { system: { ...SYSTEM, takesUpdates: false }, isHere: true }, 'file'],
  ['update_on_trial', { system: { ...SYSTEM, slots: [{ name: 'a', state: 'trying', left: 2, used: 1 }] }, isHere: true }, 'file'],
] as const)('%s', async (code, known, from) => {
  const { answers, asked } = box(known);
  expect(await answers['POST /api/update/install']({ from }, owner)).toMatchObject({ ok: false, why: { code } });
  expect(asked).toEqual([]);
});

test('the machine starts again for an update that waits, and for nothing else', async () => {
  const { answers, asked } = box({ system: SYSTEM, isHere: false });
  expect(await answers['POST /api/update/restart'](undefined as never, owner)).toMatchObject({
    ok: false,
    why: { code: 'update_not_waiting' },
  });
  const waiting = box({ system: { ...SYSTEM, next: 'b' }, isHere: false });
  expect(await waiting.answers['POST /api/update/restart'](undefined as never, owner)).toMatchObject({ ok: true });
  expect([asked, waiting.asked]).toEqual([[], ['restart']]);
});

test('a state folder that cannot be written is told', async () => {
  const { answers } = box({ system: SYSTEM, isHere: true }, false);
  expect(await answers['POST /api/update/install']({ from: 'file' }, owner)).toMatchObject({
    ok: false,
    why: { code: 'state_unwritable' },
  });
});
