import { beforeEach, expect, test } from 'vitest';
import { today } from '../../../src/shared/async/clock.ts';
import { Access } from '../../../src/web/access/access.ts';
import type { Caller } from '../../../src/web/access/standing.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder } from '../../fakes/web-config.ts';

const caller = (address: string, more: Partial<Caller> = {}): Caller => ({
  ...{ address, local: false, proxied: false, secure: false, host: 'box.local', standing: 'stranger' },
  ...more,
});
const OWNER = '483920';
const HOUSEHOLD = 'sunny kitchen';
let access: Access;

beforeEach(async () => {
  const house = { exposed: true, guests: 'link' } as const;
  const world = { clock: new FakeClock(), today, log: new FakeLog(), isProxy: () => false };
  access = await Access.open({ ...world, stateDir: stateFolder(), house });
  await access.setPins({ code: access.setupCode, owner: OWNER, household: HOUSEHOLD }, caller('10.0.0.1'));
});

const whyNot = async (asked: Parameters<Access['setPins']>[0]): Promise<unknown> => {
  const set = await access.setPins(asked, caller('10.0.0.9', { standing: 'owner' }));
  return set.ok ? 'set' : [set.why.status, set.why.why.sentence];
};

test('a change without the current PIN costs no try, and a wrong one is named', async () => {
  for (let i = 0; i < 8; i += 1) expect(await whyNot({ household: '864209' })).toEqual([400, 'the current owner PIN is missing']);
  expect(await whyNot({ household: '864209', current: '1111' })).toEqual([403, expect.stringMatching(/^the current owner PIN is wrong/)]);
  expect(await whyNot({ household: '864209', current: OWNER })).toBe('set');
});

test('the other PIN in other capitals is the same PIN', async () =>
  expect(await whyNot({ owner: 'Sunny Kitchen', current: OWNER })).toEqual([400, expect.stringContaining('must differ')]));

test('whoever is held up by others hears why; the box itself is not', { timeout: 90_000 }, async () => {
  for (let i = 0; i < 60; i += 1) await access.logIn('9999', caller(`10.0.1.${i}`));
  expect(await access.logIn(HOUSEHOLD, caller('10.0.2.1'))).toMatchObject({
    why: { status: 429, why: { sentence: expect.stringContaining('guessing PINs') } },
  });
  expect((await access.logIn(HOUSEHOLD, caller('127.0.0.1', { local: true }))).ok).toBe(true);
});
