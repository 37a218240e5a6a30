import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { moment, ms } from '../../../src/domain/units.ts';
import { Ledger } from '../../../src/web/access/ledger.ts';
import { PinHasher } from '../../../src/web/access/pins.ts';
import { accessFile, readAccess, writeAccess } from '../../../src/web/access/store.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder } from '../../fakes/web-config.ts';

const setting = async (text?: string) => {
  const [file, clock, log] = [accessFile(stateFolder()), new FakeClock(), new FakeLog()];
  if (text !== undefined) writeFileSync(file, text);
  const ledger = await Ledger.open({ file, clock, log });
  /** What the ledger says once it has looked at the file again. */
  const later = async () => {
    await clock.advance(ms(1000));
    return ledger.kept;
  };
  return { file, ledger, later, log };
};
const owner = { owner: await new PinHasher().keep('483920'), sessions: [] };

for (const [what, change] of [
  ['removed', (file: string) => rmSync(file)],
  ['damaged', (file: string) => writeFileSync(file, '{"x')],
] as const)
  test(`a file that is ${what} meanwhile: the new code is in the log and in the file, once`, async () => {
    const { file, later, log } = await setting(JSON.stringify(owner));
    change(file);
    const { owner: gone, setup } = await later();
    expect(gone).toBeUndefined();
    expect(log.lines.filter(({ event }) => event === 'web.setup_code').map(({ fields }) => fields)).toMatchObject([{ code: setup }]);
    await expect.poll(() => existsSync(file) && readAccess(file)).toEqual({ setup, sessions: [] });
    expect((await later()).setup).toBe(setup);
  });

test('a file that nobody can read any more changes nothing, and is read again when it is back', async () => {
  const { file, later, log } = await setting(JSON.stringify(owner));
  rmSync(file);
  mkdirSync(file);
  expect((await later()).owner).toBeDefined();
  expect((await later()).owner).toBeDefined();
  expect(log.lines.filter(({ event }) => event === 'web.access_unreadable')).toHaveLength(1);
  rmSync(file, { recursive: true });
  writeFileSync(file, '{"setup":"12345678","sessions":[]}');
  expect(await later()).toEqual({ setup: '12345678', sessions: [] });
});

// Before: a reset was overwritten for as long as somebody made the page write twice a second.
test('a reset from outside is seen before the next write, however soon that comes', async () => {
  const { file, ledger } = await setting(JSON.stringify(owner));
  await ledger.change((kept) => ({ ...kept, guest: 'a' }));
  await writeAccess(file, { setup: '12345678', sessions: [] });
  await ledger.change((kept) => ({ ...kept, guest: 'b' }));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ setup: '12345678', sessions: [], guest: 'b' });
});

test.each([
  '',
  '[]',
  'null',
  '{"setup":"","sessions":[]}',
  '{"setup":"1234","sessions":[]}',
  '{"owner":{"salt":"","hash":"","cost":3},"sessions":[]}',
  '{"owner":{"salt":"","hash":"","cost":1048576},"sessions":[]}',
  '{"sessions":[{"hash":"","level":"admin","began":0,"used":0}]}',
])('a file with %s is damaged: it is moved aside, and there is a new code', async (text) => {
  const { file, ledger } = await setting(text);
  expect(ledger.kept).toEqual({ setup: expect.stringMatching(/^\d{8}$/), sessions: [] });
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
});

test('on a full disk a log-in holds until the process ends, and nothing else changes', async () => {
  const { file, ledger, later } = await setting(JSON.stringify(owner));
  mkdirSync(join(dirname(file), `draft-access.json-${process.pid}`)); // so that nothing can be written
  await expect(ledger.change((kept) => ({ ...kept, guest: 'a' }))).rejects.toThrow('EISDIR');
  await ledger.change((kept) => ({ ...kept, sessions: [{ hash: 'h', level: 'owner', began: moment(1), used: moment(1) }] }), true);
  expect(await later()).toMatchObject({ sessions: [{ hash: 'h' }] });
  expect(ledger.kept.guest).toBeUndefined();
  expect(readAccess(file)).toMatchObject({ sessions: [] });
});
