import { beforeEach, describe, expect, it } from 'vitest';
import { share } from '../../../src/domain/units.ts';
import { Answering } from '../../../src/web/api/answering.ts';
import { FakeBox } from '../../fakes/box.ts';
import { FakeClock } from '../../fakes/clock.ts';

const GUEST = { level: 'guest', address: '192.0.2.1' } as const;
const HOUSEHOLD = { level: 'household', address: '192.0.2.1' } as const;
const COVER = '0123456789abcdef';

describe('the endpoints about this moment', () => {
  let box: FakeBox;
  let answering: Answering;
  beforeEach(() => {
    box = new FakeBox();
    answering = new Answering(box.answers, new FakeClock());
  });

  it('show a guest the cover that is known, and refuse one that is not', async () => {
    const bytes = new Uint8Array([0xff, 0xd8]);
    box.now.covers.set(COVER, bytes);
    expect(await answering.ask('GET /api/cover', { of: COVER }, GUEST)).toEqual({ ok: true, value: { kind: 'file', bytes } });
    const gone = await answering.ask('GET /api/cover', { of: 'fedcba9876543210' }, GUEST);
    expect(gone).toMatchObject({ ok: false, why: { sentence: 'this picture is no longer shown' } });
    const bad = await answering.ask('GET /api/cover', { of: '../../etc/passwd' }, GUEST);
    expect(bad).toMatchObject({ ok: false, why: { sentence: 'of: this is not the id of a cover' } });
  });

  it('say what a capture found, in whole per cent', async () => {
    box.now.captured = { kind: 'unsure', emotion: 'sad', share: share(0.528) };
    const unsure = { kind: 'unsure', emotion: 'sad', percent: 53 };
    expect(await answering.ask('POST /api/capture', {}, HOUSEHOLD)).toEqual({ ok: true, value: { kind: 'json', value: unsure } });
    box.now.captured = { kind: 'elsewhere' };
    expect(await answering.ask('POST /api/capture', {}, HOUSEHOLD)).toMatchObject({ value: { value: { kind: 'elsewhere' } } });
    expect(await answering.ask('POST /api/capture', {}, GUEST)).toMatchObject({ ok: false });
  });

  it('keep an answer about the mood and take it back, for the household and not for guests', async () => {
    expect(await answering.ask('POST /api/feedback', { right: true }, HOUSEHOLD)).toMatchObject({ ok: true });
    expect(await answering.ask('POST /api/feedback', { mood: 'sad' }, HOUSEHOLD)).toMatchObject({ ok: true });
    expect(box.now.said).toEqual(['right', 'sad']);
    expect(await answering.ask('DELETE /api/feedback', {}, HOUSEHOLD)).toMatchObject({ ok: true });
    expect(box.now.said).toEqual(['right']);
    expect(await answering.ask('POST /api/feedback', { right: true }, GUEST)).toMatchObject({ ok: false });
  });

  it.each([{}, { right: false }, { mood: 'joyful' }, { right: true, mood: 'sad' }, null])('take no other answer: %j', async (said) => {
    const refused = await answering.ask('POST /api/feedback', said, HOUSEHOLD);
    expect(refused).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('{"right": true}') } });
    expect(box.now.said).toEqual([]);
  });

  it('count answers, so that nobody fills the history with them', async () => {
    for (let nth = 0; nth < 10; nth += 1) await answering.ask('POST /api/feedback', { right: true }, HOUSEHOLD);
    expect(await answering.ask('POST /api/feedback', { right: true }, HOUSEHOLD)).toMatchObject({ ok: false, why: { wait: 60_000 } });
  });
});
