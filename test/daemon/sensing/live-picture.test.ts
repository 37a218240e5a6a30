import { describe, expect, test } from 'vitest';
import { LivePicture } from '../../../src/daemon/sensing/live-picture.ts';
import type { Frame } from '../../../src/domain/sight.ts';
import { moment, ms, share } from '../../../src/domain/units.ts';
import { jpegSize } from '../../../src/shared/jpeg-size.ts';
import { cv, owned } from '../../../src/shared/opencv.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { frameBy } from '../../inference/scene.ts';

const NOON = 1_760_000_000_000;
const owner = { level: 'owner', address: '192.168.1.7' } as const;

function opened(allowed = true) {
  const [clock, log] = [new FakeClock(), new FakeLog()];
  const today = () => moment(NOON + clock.now());
  return { clock, log, live: new LivePicture({ allowed, clock, today, log }) };
}

const grey = (level: number): Frame => frameBy(640, 360, () => level);

/** The greys at the middle of both halves of a JPEG. */
function halves(jpeg: Uint8Array): readonly [number, number] {
  using picture = owned(cv.imdecode(Buffer.from(jpeg), cv.IMREAD_GRAYSCALE));
  const all = picture.getData();
  const at = (x: number) => all[90 * 320 + x] ?? -1;
  return [at(80), at(240)];
}

async function picture(live: LivePicture, camera = ''): Promise<Uint8Array> {
  const got = await live.picture(camera);
  if (!got.ok) throw new Error(got.why.sentence);
  return got.value;
}

describe('the live picture', () => {
  test('is refused unless the configuration allows it', () => {
    const { live, log } = opened(false);
    expect(live.start(owner)).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('web.preview: picture') } });
    expect([live.state, log.events]).toEqual([undefined, []]);
  });

  test('shows the newest frame in grey, 320 pixels wide, twice a second at most', async () => {
    const { clock, live } = opened();
    live.start(owner);
    live.take('', grey(200));
    const first = await picture(live);
    expect(jpegSize(Buffer.from(first))).toEqual({ width: 320, height: 180 });
    await clock.advance(ms(100));
    live.take('', grey(60));
    expect(await picture(live)).toBe(first);
    await clock.advance(ms(400));
    live.take('', grey(60));
    const [left] = halves(await picture(live));
    expect(Math.abs(left - 60)).toBeLessThan(4);
  });

  test('keeps cameras apart', async () => {
    const { live } = opened();
    live.start(owner);
    live.take('front', grey(200));
    live.take('back', grey(20));
    expect(halves(await picture(live, 'front'))[0]).toBeGreaterThan(190);
    expect(halves(await picture(live, 'back'))[0]).toBeLessThan(30);
  });

  test('leaves blank what is ignored', async () => {
    const { live } = opened();
    live.start(owner);
    const ignored = [{ x: share(0), y: share(0), width: share(0.5), height: share(1) }];
    live.take('', { ...grey(250), ignored });
    const [left, right] = halves(await picture(live));
    expect([Math.abs(left - 128) < 4, right > 240]).toEqual([true, true]);
  });

  test('takes nothing while nobody looks', async () => {
    const { clock, live } = opened();
    live.take('', grey(200));
    expect(await live.picture('')).toMatchObject({ ok: false });
    live.start(owner);
    const asked = live.picture('');
    await clock.advance(ms(2000));
    expect(await asked).toMatchObject({ ok: false, why: { sentence: 'this camera shows no picture at the moment' } });
  });

  test('waits for the first picture of a camera, and for no other camera', async () => {
    const { clock, live } = opened();
    live.start(owner);
    const asked = live.picture('back');
    live.take('front', grey(20));
    live.take('back', grey(200));
    const got = await asked;
    expect(got.ok && halves(got.value)[0]).toBeGreaterThan(190);
    expect(clock.sleeping).toBe(1);
  });

  test('says who looks and until when, on paper too, and ends after five minutes, however often it is fetched', async () => {
    const { clock, live, log } = opened();
    let changes = 0;
    live.onChange(() => {
      changes += 1;
    });
    expect(live.start(owner)).toEqual({ ok: true, value: { by: 'owner', until: NOON + 300_000 } });
    for (let second = 0; second < 290; second += 10) {
      await clock.advance(ms(10_000));
      live.take('', grey(99));
      expect((await live.picture('')).ok).toBe(true);
    }
    await clock.advance(ms(10_000));
    expect([live.state, changes]).toEqual([undefined, 2]);
    expect(await live.picture('')).toMatchObject({ ok: false });
    expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
      ['preview.started', { by: 'owner', address: '192.168.1.7', until: new Date(NOON + 300_000).toISOString() }],
      ['preview.ended', { why: 'time' }],
    ]);
  });

  test('ends a quarter of a minute after the last page stopped fetching', async () => {
    const { clock, live } = opened();
    live.start(owner);
    await clock.advance(ms(14_000));
    live.take('', grey(9));
    await live.picture('');
    await clock.advance(ms(14_000));
    expect(live.state).toBeDefined();
    await clock.advance(ms(1000));
    expect(live.state).toBeUndefined();
  });

  test('does not show an old picture as a live one', async () => {
    const { clock, live } = opened();
    live.start(owner);
    live.take('', grey(99));
    await clock.advance(ms(5001));
    const asked = live.picture('');
    await clock.advance(ms(2000));
    expect(await asked).toMatchObject({ ok: false, why: { sentence: 'this camera shows no picture at the moment' } });
  });

  test('begins five new minutes if somebody starts it again', async () => {
    const { clock, live } = opened();
    live.start(owner);
    await clock.advance(ms(10_000));
    expect(live.start(owner)).toEqual({ ok: true, value: { by: 'owner', until: NOON + 310_000 } });
    expect(clock.sleeping).toBe(1);
    live.stop();
    live.stop();
    expect(clock.sleeping).toBe(0);
  });
});
