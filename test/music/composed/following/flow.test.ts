import { describe, expect, test } from 'vitest';
import { done, failed } from '../../../../src/domain/result.ts';
import type { FlowParts, SectionRendering } from '../../../../src/music/composed/following/flow.ts';
import { Flow } from '../../../../src/music/composed/following/flow.ts';
import { SOUND_FORMAT } from '../../../../src/music/composed/following/sound.ts';
import type { FlowWish, Section } from '../../../../src/music/composer/flow/state.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';
import { FakeClock } from '../../../fakes/clock.ts';
import { FakeLog } from '../../../fakes/log.ts';

/** Renders at once: a value for each section, without anything that rings on. */
const atOnce: SectionRendering = async ({ score }) => {
  const frames = Math.round(secondsOf(score) * SOUND_FORMAT.rate);
  return done({ samples: new Int16Array(frames * SOUND_FORMAT.channels).fill(1000), frames, gain: 1 });
};
const SECOND = SOUND_FORMAT.rate;

async function open({ sections = [], ...change }: Partial<FlowParts> & { readonly sections?: Section[] } = {}) {
  const log = new FakeLog();
  const world = { wish: { mood: 'neutral', energy: 0.5 } as FlowWish };
  const parts: FlowParts = {
    ...{ seed: 5, render: atOnce, clock: new FakeClock(), log, signal: new AbortController().signal, wish: () => world.wish },
    composed: (section) => void sections.push(section),
    ...change,
  };
  const begun = await Flow.begin(parts);
  if (!begun.ok) throw new Error(begun.why.detail);
  return { flow: begun.value, sections, log, world };
}

/** Takes so many seconds, and lets what is being prepared finish meanwhile. */
async function hear(flow: Flow, seconds: number): Promise<void> {
  for (let heard = 0; heard < seconds; heard += 1) {
    flow.take(SECOND);
    await flow.idle();
  }
}

describe('music that is made while it is heard', () => {
  test('is a section ahead at most, and never late if rendering takes less than the lead', async () => {
    const { flow, sections, log } = await open();
    await hear(flow, 150);
    expect(log.events).toEqual([]);
    const composed = sections.reduce((sum, { score }) => sum + secondsOf(score), 0);
    expect(composed).toBeGreaterThan(150);
    expect(composed).toBeLessThan(150 + 2 * 32);
  });

  test('goes over to another mood with its next section', async () => {
    const { flow, sections, world } = await open();
    await hear(flow, 5);
    world.wish = { mood: 'happy', energy: 0.5 };
    await hear(flow, 34);
    expect(sections[1]?.score.mood).toBe('happy');
  });

  test('whose next section is late goes on with the present one, and then composes for what is wanted by then', async () => {
    let finish = (): void => undefined;
    const sections: Section[] = [];
    const slow: SectionRendering = async (section) => {
      if (sections.length > 1) await new Promise<void>((resolve) => (finish = resolve));
      return atOnce(section);
    };
    const { flow, log, world } = await open({ render: slow, sections });
    for (let heard = 0; heard < 40 && log.events.length === 0; heard += 1) flow.take(SECOND);
    expect(log.events).toEqual(['composed.section_late']);
    world.wish = { mood: 'surprise', energy: 0.5 };
    finish();
    await flow.idle();
    flow.take(SECOND);
    finish();
    await flow.idle();
    expect(sections.map(({ score }) => score.mood)).toEqual(['neutral', 'neutral', 'surprise']);
    // The section that nobody heard has left no trace: the next one joins the one that is heard.
    expect(sections[2]?.joint?.from).toEqual({ tonic: sections[0]?.score.tonic, mode: sections[0]?.score.mode });
  });

  test('survives a renderer that fails, and ends where it goes on failing', async () => {
    let fails = 0;
    const { flow, log } = await open({
      render: async (section) => {
        fails += 1;
        return fails > 1 && fails < 5 ? failed({ step: 'synthesis', detail: 'killed' }) : atOnce(section);
      },
    });
    await hear(flow, 60);
    expect(log.events.filter((event) => event === 'composed.section_failed')).toHaveLength(3);
    expect(flow.take(SECOND)).toBeDefined();

    let isGone = false;
    const dying = await open({ render: async (section) => (isGone ? failed({ step: 'synthesis', detail: 'gone' }) : atOnce(section)) });
    isGone = true;
    await hear(dying.flow, 90);
    expect(dying.flow.take(SECOND)).toBeUndefined();
  });

  test('does not begin without a first section', async () => {
    const broken = Flow.begin({
      ...{ seed: 1, clock: new FakeClock(), log: new FakeLog(), signal: new AbortController().signal },
      wish: () => ({ mood: 'sad', energy: 0.5 }),
      render: async () => failed({ step: 'synthesis', detail: 'no font' }),
    });
    expect(await broken).toEqual({ ok: false, why: { step: 'synthesis', detail: 'no font' } });
  });
});
