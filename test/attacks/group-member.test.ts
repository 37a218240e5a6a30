import { describe, expect, test } from 'vitest';
import { percent } from '../../src/domain/units.ts';
import { messageOf } from '../../src/mqtt/group/message.ts';
import { plays, viewFrom } from '../group/made.ts';
import { Broker, hasMosquitto } from '../mqtt/setting.ts';
import { boxWith, breakages, isBuilt, logged, PATIENCE, Reader, untilPlaying } from './box-under-attack.ts';

const STOPPED = { override: 'auto', autoplay: false, transport: 'stopped', volume: percent(0) } as const;
/** A box that nobody has heard of says that it plays, and that the music is to stop. */
const FAKE = messageOf(viewFrom('a', { role: plays(1000), shared: STOPPED }));

describe.runIf(isBuilt && hasMosquitto)('a fake member of a group, who wants silence', () => {
  // Before: one message, and the group was silent with volume 0, also after the fake had gone. After: the box plays on.
  test.each<[string, object]>([
    ['without a secret', {}],
    ['with a secret', { group_secret: 'nobody knows what it is' }],
  ])('is not obeyed in a group %s', { timeout: 120_000 }, async (_, secret) => {
    await using broker = await Broker.open();
    await using reader = await Reader.open(broker.url, 'attacked', ['playback', 'volume', 'mood/attributes']);
    await using box = await boxWith({ mqtt: { url: broker.url, id: 'attacked', group: 'cafe', ...secret } });
    await untilPlaying(reader, 'attacked');
    const attributes = () => JSON.parse(reader.last('mood/attributes') ?? '{}') as { plays?: string; members?: string[] };
    await expect.poll(() => attributes().plays, PATIENCE).toBe('attacked');
    // An election is over after five seconds; from then on the box that plays is not replaced. The attacker has the same patience.
    await new Promise((resolve) => setTimeout(resolve, 6000));
    for (let i = 0; i < 3; i += 1) await reader.say('moodbox/group/cafe/a', FAKE);
    // The volume of the fake would be taken over within a second, and a command passed on to it would be lost.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await reader.say('moodbox/attacked/volume/set', '37');
    await expect.poll(() => reader.last('volume'), PATIENCE).toBe('37');
    expect(reader.last('playback')).toBe('playing');
    expect(attributes().plays).toBe('attacked');
    expect(logged(box, 'group.unsigned')).toHaveLength('group_secret' in secret ? 1 : 0);
    expect(breakages(box)).toEqual([]);
  });
});
