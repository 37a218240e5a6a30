import { describe, expect, test } from 'vitest';
import { instant, ms } from '../../src/domain/units.ts';
import { Outbox } from '../../src/mqtt/outbox.ts';
import { onceIn } from '../../src/mqtt/pace.ts';

const states = (mood: string, score: string, volume = '60') =>
  new Map([
    ['mood', mood],
    ['score', score],
    ['volume', volume],
  ]);
const outbox = () =>
  new Outbox({
    flushing: ['mood', 'presence'],
    paces: new Map([
      ['score', [onceIn(ms(5000))]],
      ['mood', [onceIn(ms(1000))]],
    ]),
  });
const said = (from: Outbox, now: number, ...args: Parameters<typeof states>) =>
  from.take(states(...args), instant(now)).map(({ topic, payload }) => `${topic}=${payload}`);

describe('Outbox', () => {
  test('sends everything once, in order, and then only what changed', () => {
    const box = outbox();
    expect(said(box, 0, 'sad', '0.5')).toEqual(['mood=sad', 'score=0.5', 'volume=60']);
    expect(said(box, 250, 'sad', '0.5')).toEqual([]);
    expect(said(box, 500, 'sad', '0.5', '61')).toEqual(['volume=61']);
  });

  test('each flushing topic sends the throttled ones with it', () => {
    const box = outbox();
    const told = (now: number, presence: string, score: string) =>
      box.take(new Map([...states('sad', score), ['presence', presence]]), instant(now)).map(({ topic }) => topic);
    told(0, 'ON', '0.5');
    expect(told(250, 'ON', '0.6')).toEqual([]);
    expect(told(500, 'OFF', '0.7')).toEqual(['score', 'presence']);
  });

  test('holds throttled states back for five seconds, then sends the newest', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    expect(said(box, 250, 'sad', '0.6')).toEqual([]);
    expect(said(box, 4999, 'sad', '0.7')).toEqual([]);
    expect(said(box, 5000, 'sad', '0.8')).toEqual(['score=0.8']);
    expect(said(box, 5250, 'sad', '0.9')).toEqual([]);
  });

  test('sends throttled states at once together with a new mood', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    expect(said(box, 1000, 'happy', '0.9')).toEqual(['mood=happy', 'score=0.9']);
    expect(said(box, 1250, 'happy', '0.8')).toEqual([]);
    expect(said(box, 1500, 'fear', '0.7')).toEqual([]);
    expect(said(box, 2000, 'fear', '0.7')).toEqual(['mood=fear', 'score=0.7']);
  });

  test('says how long a throttled state still has to wait', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    expect(box.nextIn).toBeUndefined();
    said(box, 250, 'happy', '0.6');
    expect(box.nextIn).toBe(750);
    said(box, 1000, 'happy', '0.6');
    expect(box.nextIn).toBeUndefined();
    said(box, 1500, 'happy', '0.7');
    expect(box.nextIn).toBe(4500);
  });

  test('a restless state has a few messages at once and then one in a while, but never two within a second', () => {
    const box = new Outbox({ paces: new Map([['people', [onceIn(ms(1000)), { every: ms(60_000), burst: 3 }]]]) });
    const sent: number[] = [];
    for (let now = 0; now <= 180_000; now += 250) if (box.take(new Map([['people', String(now)]]), instant(now)).length > 0) sent.push(now);
    expect(sent).toEqual([0, 1000, 2000, 60_000, 120_000, 180_000]);
  });

  test('the last word of a restless state is sent when its turn comes', () => {
    const box = new Outbox({ paces: new Map([['people', [{ every: ms(60_000), burst: 1 }]]]) });
    const told = (now: number, payload: string) => box.take(new Map([['people', payload]]), instant(now)).map((each) => each.payload);
    expect([told(0, '1'), told(500, '2'), told(1000, '1'), told(1500, '3'), told(59_999, '3'), told(60_000, '3')]).toEqual([
      ['1'],
      [],
      [],
      [],
      [],
      ['3'],
    ]);
  });

  test('a number inside its dead band is no news, not even with a new mood; words are', () => {
    const box = new Outbox({ flushing: ['mood'], deadBands: new Map([['score', 10]]) });
    said(box, 0, 'sad', '50');
    expect(said(box, 250, 'sad', '59')).toEqual([]);
    expect(said(box, 500, 'happy', '41')).toEqual(['mood=happy']);
    expect(said(box, 750, 'happy', '60')).toEqual(['score=60']);
    expect(said(box, 1000, 'happy', '51')).toEqual([]);
    expect(said(box, 1250, 'happy', 'None')).toEqual(['score=None']);
    expect(said(box, 1500, 'happy', '51')).toEqual(['score=51']);
    box.repeat(['score']);
    expect(said(box, 1750, 'happy', '55')).toEqual(['score=55']);
  });

  test('what mostly passes is sent only once it has lasted, or where nothing was sent before', () => {
    const box = new Outbox({ passing: new Map([['music', { payload: 'loading', after: ms(5000) }]]) });
    const told = (now: number, payload: string) => box.take(new Map([['music', payload]]), instant(now)).map((each) => each.payload);
    expect(told(0, 'loading')).toEqual(['loading']);
    expect(told(1000, 'playing')).toEqual(['playing']);
    expect([told(2000, 'loading'), box.nextIn, told(4000, 'playing')]).toEqual([[], 5000, []]);
    expect([told(5000, 'loading'), told(9999, 'loading'), told(10_000, 'loading')]).toEqual([[], [], ['loading']]);
    expect(told(10_250, 'failed')).toEqual(['failed']);
  });

  test('repeats what it is asked to, changed or not', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    box.repeat(['volume', 'unheard-of']);
    expect(said(box, 250, 'sad', '0.5')).toEqual(['volume=60']);
  });

  test('sends everything again to a broker that knows nothing', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    box.forget();
    expect(said(box, 250, 'sad', '0.5')).toEqual(['mood=sad', 'score=0.5', 'volume=60']);
  });

  test('sends events after the states, not retained and once', () => {
    const box = outbox();
    box.add('changed', '{}');
    const first = box.take(states('sad', '0.5'), instant(0));
    expect(first.map(({ topic, retain }) => [topic, retain])).toEqual([
      ['mood', true],
      ['score', true],
      ['volume', true],
      ['changed', false],
    ]);
    expect(box.take(states('sad', '0.5'), instant(1))).toEqual([]);
  });

  test('sends only the newest of a renewed event, in the place of the older one', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    for (let count = 0; count < 100; count += 1) box.renew('view', String(count));
    box.add('changed', 'a');
    box.renew('view', 'new');
    expect([250, 500, 750].map((at) => said(box, at, 'sad', '0.5'))).toEqual([['view=new'], ['changed=a'], []]);
  });

  test('on one topic, an event replaces only an older one of the same name', () => {
    const box = outbox();
    said(box, 0, 'sad', '0.5');
    box.add('set', 'next');
    for (const volume of ['10', '20', '30']) box.renew('set', volume, 'volume');
    box.renew('set', 'on', 'autoplay');
    expect([250, 500, 750, 1000].map((at) => said(box, at, 'sad', '0.5'))).toEqual([['set=next'], ['set=30'], ['set=on'], []]);
  });

  test('never holds more than a few events, and none that was dropped', () => {
    const box = outbox();
    for (let i = 0; i < 10_000; i += 1) box.add('changed', String(i));
    const told = box.take(new Map(), instant(0)).map(({ payload }) => payload);
    const all = [told, ...Array.from({ length: 9 }, () => box.take(new Map(), instant(0)).map(({ payload }) => payload))];
    expect(all).toEqual([['9992'], ['9993'], ['9994'], ['9995'], ['9996'], ['9997'], ['9998'], ['9999'], [], []]);
    box.add('changed', 'old');
    box.dropEvents();
    expect(box.take(new Map(), instant(1))).toEqual([]);
  });

  test('there is news at first, after a wake, an event or a broker that forgot, and none after a take', async () => {
    const box = outbox();
    const heard = async (): Promise<boolean> => {
      const stop = new AbortController();
      const news = box.news(stop.signal).then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      return news;
    };
    expect(await heard()).toBe(true);
    for (const wake of [() => box.wake(), () => box.add('event', '{}'), () => box.forget()]) {
      said(box, 0, 'sad', '0.5');
      expect(await heard()).toBe(false);
      const waiting = box.news(new AbortController().signal);
      wake();
      await waiting;
      expect(await heard()).toBe(true);
    }
  });
});
