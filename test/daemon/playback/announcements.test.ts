import { describe, expect, test } from 'vitest';
import { Announcements } from '../../../src/daemon/playback/announcements.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment, ms, percent } from '../../../src/domain/units.ts';
import type { AnnounceFault, Spoken } from '../../../src/players/port.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';

const settings = { announce_volume: percent(20), announce_duck: percent(50), announce_longest: ms(120_000), announce_largest: 20 };
const url = 'http://nas/secret.mp3';

function opened({ volume = 60, ceiling = 100 } = {}) {
  const [player, clock, log] = [new FakePlayer(percent(volume)), new FakeClock(), new FakeLog()];
  const told: (string | undefined)[] = [];
  const announcements: Announcements = new Announcements({
    ...{ player, settings, clock, log, ceiling: () => percent(ceiling), today: () => moment(7) },
    changed: () => told.push(announcements.announcing?.title),
  });
  const end = new AbortController();
  const over = announcements.run(end.signal);
  const stop = async (): Promise<void> => {
    end.abort();
    await over;
  };
  return { player, clock, log, told, announcements, [Symbol.asyncDispose]: stop };
}

/** A player that speaks until it is told to stop. */
function held(player: FakePlayer): (outcome: Spoken) => void {
  let finish: (outcome: Spoken) => void = () => undefined;
  const outcome = new Promise<Spoken>((resolve) => {
    finish = resolve;
  });
  player.outcome = () => outcome;
  return finish;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('announcements', () => {
  test('are heard one after another, in order, and the report says which', async () => {
    await using box = opened();
    for (const title of ['one', 'two']) box.announcements.add({ url, title });
    await settled();
    await settled();
    expect(box.player.messages).toHaveLength(2);
    expect(box.told).toEqual(['one', undefined, 'two', undefined]);
    expect(box.announcements.announcing).toBeUndefined();
  });

  test('wait for their turn, five at most', async () => {
    await using box = opened();
    const finish = held(box.player);
    for (let n = 0; n < 6; n += 1) {
      expect(box.announcements.refusal).toBeUndefined();
      box.announcements.add({ url, title: `${n}` });
      await settled();
    }
    expect(box.announcements.refusal).toMatchObject({ code: 'announcements_full', values: { count: 5 }, wait: 10_000 });
    box.announcements.add({ url, title: 'too many' });
    expect(box.announcements.announcing).toEqual({ title: '0', since: 7 });
    finish(done(undefined));
    for (let turns = 0; turns < 10; turns += 1) await settled();
    expect(box.player.messages).toHaveLength(6);
    expect(box.announcements.refusal).toBeUndefined();
  });

  test.each([
    ['names its volume', { volume: 90 }, { volume: 60, ceiling: 100 }, 90],
    ['is as loud as the music', {}, { volume: 60, ceiling: 100 }, 60],
    ['is heard where the box is muted', {}, { volume: 0, ceiling: 100 }, 20],
    ['is bounded in the quiet hours', { volume: 90 }, { volume: 60, ceiling: 30 }, 30],
    ['is bounded in the quiet hours, even without a volume', {}, { volume: 60, ceiling: 10 }, 10],
  ])('one that %s', async (_, named, loud, expected) => {
    await using box = opened(loud);
    box.announcements.add({ url, title: 'Bell', ...('volume' in named && { volume: percent(named.volume ?? 0) }) });
    await settled();
    expect(box.player.messages).toMatchObject([{ url, volume: expected, duck: 50, longest: 120_000, largest: 20_000_000 }]);
  });

  test.each<[AnnounceFault, object]>([
    [
      { kind: 'unreachable', host: 'nas' },
      { code: 'announce_unreachable', values: { host: 'nas' } },
    ],
    [
      { kind: 'own', host: 'nas' },
      { code: 'address_own', values: { host: 'nas' } },
    ],
    [{ kind: 'too-large' }, { code: 'announce_large', values: { most: 20 } }],
    [{ kind: 'too-long' }, { code: 'announce_long', values: { count: 2, unit: 'minutes' } }],
    [{ kind: 'no-sound' }, { code: 'announce_no_sound' }],
    [{ kind: 'no-player' }, { code: 'announce_no_player' }],
  ])('say why they were not heard: %j', async (fault, why) => {
    await using box = opened();
    box.player.outcome = () => failed(fault);
    box.announcements.add({ url, title: 'Bell' });
    await settled();
    expect(box.announcements.failed).toMatchObject({ title: 'Bell', at: 7, why });
    expect(JSON.stringify(box.log.lines)).not.toContain('secret');
    await box.clock.advance(ms(10 * 60_000));
    expect(box.announcements.failed).toBeUndefined();
  });

  test('forget a failure once another is heard', async () => {
    await using box = opened();
    box.player.outcome = () => failed({ kind: 'no-sound' });
    box.announcements.add({ url, title: 'one' });
    await settled();
    box.player.outcome = () => done(undefined);
    box.announcements.add({ url, title: 'two' });
    await settled();
    expect(box.announcements.failed).toBeUndefined();
  });

  test('end with the box, in the middle of one', async () => {
    const box = opened();
    held(box.player);
    box.announcements.add({ url, title: 'Bell' });
    await settled();
    await box[Symbol.asyncDispose]();
    expect(box.announcements.announcing).toBeUndefined();
    expect(box.announcements.failed).toBeUndefined();
  });
});
