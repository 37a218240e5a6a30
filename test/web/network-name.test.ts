import { describe, expect, it } from 'vitest';
import { announceInNetwork, publishArgs } from '../../src/web/network-name.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';

const PAGE = { id: 'living-room', name: 'Living room', version: '1.2.3', url: 'http://192.168.1.20:8080' };

describe('the name of the page in the network', () => {
  it('says which box it is, and how to reach it', () => {
    expect(publishArgs(PAGE)).toEqual([
      ...['--no-fail', '--', 'Living room', '_moodbox._tcp', '8080'],
      ...['id=living-room', 'name=Living room', 'version=1.2.3', 'tls=0'],
    ]);
  });

  it('says that the page has a certificate, and knows the usual ports', () => {
    expect(publishArgs({ ...PAGE, url: 'https://192.168.1.20:8443' })).toEqual(expect.arrayContaining(['8443', 'tls=1']));
    expect(publishArgs({ ...PAGE, url: 'https://box.example' })).toContain('443');
    expect(publishArgs({ ...PAGE, url: 'http://box.example' })).toContain('80');
  });

  it('takes no name for an option, and cuts a long one at a whole character', () => {
    const args = publishArgs({ ...PAGE, name: `--subtype ${'ü'.repeat(60)}` });
    expect(args.indexOf('--')).toBeLessThan(args.findIndex((each) => each.startsWith('--subtype')));
    expect(args[2]).toBe(`--subtype ${'ü'.repeat(26)}`);
  });

  it('is left out where Avahi is not installed, and that is said', async () => {
    const log = new FakeLog();
    await using _announced = announceInNetwork(PAGE, { clock: new FakeClock(), log, folders: ['/nowhere'] });
    expect(log.events).toEqual(['web.not_announced']);
  });
});
