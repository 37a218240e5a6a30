import { signal, useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import type { MachineAnswer } from '../../../../src/web/api/box-shapes.ts';
import { ask } from '../../box/ask.ts';
import { report } from '../../box/report.ts';
import { Card } from '../../parts/card.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { words } from '../../words/words.ts';
import { usePolling } from './polling.ts';
import { busyOf, roundedTo, sizeOf, spanOf } from './units.ts';
import { Versions } from './versions.tsx';

const t = words('upkeep');
const s = words('shell');

/** Milliseconds between two readings, and how many of them the lines show: the last five minutes. */
const EVERY = 5000;
const ROOM = 60;

/** The readings of the last minutes. They stay while the page is open, so that the lines are there when one comes back. */
const readings = signal<readonly MachineAnswer[]>([]);

/** The computer in the box: how busy, how warm, how full; and the versions of what runs on it. */
export function Machine() {
  const problem = useSignal('');
  const read = useCallback(async (): Promise<void> => {
    const { body, problem: why } = await ask('GET /api/machine', undefined);
    problem.value = why;
    if (why === '') readings.value = [...readings.value, body].slice(-ROOM);
  }, [problem]);
  usePolling(read, EVERY);
  const now = readings.value[readings.value.length - 1];
  return (
    <>
      <Card title={t('machine')}>
        {now ? <Gauges now={now} /> : <p class="quiet">{problem.value || s('loading')}</p>}
        {now && problem.value !== '' && <p class="error small">{problem.value}</p>}
      </Card>
      {now && <Versions versions={now.versions} />}
    </>
  );
}

/** At this temperature a Raspberry Pi begins to slow down. */
const HOT = 85;

function Gauges({ now }: { readonly now: MachineAnswer }) {
  const of = (value: (reading: MachineAnswer) => number): readonly number[] => readings.value.map(value);
  const { disk, memory } = now;
  const temperature = report.value?.temperature ?? now.temperature;
  return (
    <dl class="gauges">
      <Gauge
        name={t('load')}
        value={t('load_of', { busy: busyOf(now), load: roundedTo(1, now.load), count: now.cores })}
        values={of(({ load }) => load)}
        most={now.cores}
      />
      <Gauge
        name={t('memory')}
        value={t('free_of', { free: sizeOf(memory.free), total: sizeOf(memory.total) })}
        values={of((each) => each.memory.total - each.memory.free)}
        most={memory.total}
      />
      {temperature !== undefined && (
        <Gauge name={t('temperature')} value={`${roundedTo(1, temperature)} °C`} values={of((each) => each.temperature ?? 0)} most={HOT} />
      )}
      <Gauge
        name={t('pictures')}
        value={t('a_second', { value: roundedTo(1, now.fps) })}
        values={of(({ fps }) => fps)}
        most={Math.max(10, now.fps)}
      />
      {disk && <Gauge name={t('disk')} value={t('free_of', { free: sizeOf(disk.free), total: sizeOf(disk.total) })} />}
      <Gauge name={t('moodbox_uses')} value={sizeOf(now.daemonMemory)} />
      <Gauge name={t('running')} value={t('running_for', { box: spanOf(now.uptime.daemon), machine: spanOf(now.uptime.machine) })} />
      <Gauge name={t('in_network')} value={now.hostname} />
    </dl>
  );
}

type GaugeProps = { readonly name: string; readonly value: string; readonly values?: readonly number[]; readonly most?: number };

/** A number with its last minutes, if there are any. */
function Gauge({ most = 1, name, value, values }: GaugeProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {values && <Sparkline {...{ values, most }} room={ROOM} />}
      </dd>
    </div>
  );
}
