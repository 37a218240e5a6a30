import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../../src/domain/result.ts';
import { ms } from '../../../src/domain/units.ts';
import { Answering } from '../../../src/web/api/answering.ts';
import { FakeBox } from '../../fakes/box.ts';
import { FakeClock } from '../../fakes/clock.ts';

const GUEST = { level: 'guest', address: '192.0.2.1' } as const;

describe('the daemon answers endpoints', () => {
  let clock: FakeClock;
  let box: FakeBox;
  let answering: Answering;
  beforeEach(() => {
    clock = new FakeClock();
    box = new FakeBox();
    answering = new Answering(box.answers, clock);
  });

  it('to those who may ask, as the handler says', async () => {
    const value = { id: 'cafe', name: 'Café', version: '0.1.0' };
    expect(await answering.ask('GET /api/about', {}, GUEST)).toEqual({ ok: true, value: { kind: 'json', value } });
    const stranger = await answering.ask('GET /api/about', {}, { ...GUEST, level: 'stranger' });
    expect(stranger).toMatchObject({ ok: false, why: { sentence: 'this needs more rights' } });
  });

  it.each([
    [{}, 'name: is missing'],
    [[], 'name: is missing'],
    [{ name: 'Watch', valence: 3, arousal: 0 }, 'valence: say "valence" and "arousal" each from -1 to 1'],
  ])('says in plain words what is wrong with %j', async (input, sentence) => {
    const told = await answering.ask('POST /api/sense', input, { ...GUEST, level: 'owner' });
    expect(told).toEqual({ ok: false, why: { sentence } });
  });

  it('as often as its rate allows, and again after its span', async () => {
    for (let nth = 0; nth < 60; nth++) expect(await answering.ask('GET /api/about', {}, GUEST)).toMatchObject({ ok: true });
    expect(await answering.ask('GET /api/about', {}, GUEST)).toMatchObject({ ok: false, why: { wait: 10_000 } });
    await clock.advance(ms(10_001));
    expect(await answering.ask('GET /api/about', {}, GUEST)).toMatchObject({ ok: true });
  });

  it('with the refusal of its handler, and never later than 20 s', async () => {
    const refusing = new Answering({ ...box.answers, 'GET /api/about': async () => failed({ sentence: 'not today' }) }, clock);
    expect(await refusing.ask('GET /api/about', {}, GUEST)).toEqual({ ok: false, why: { sentence: 'not today' } });
    const hanging = new Answering({ ...box.answers, 'GET /api/about': () => new Promise(() => undefined) }, clock);
    const answer = hanging.ask('GET /api/about', {}, GUEST);
    await clock.advance(ms(20_001));
    expect(await answer).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('too long') } });
  });
});
