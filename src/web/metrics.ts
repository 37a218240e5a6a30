import type { Registry } from 'prom-client';
import { MOODS } from '../domain/emotion.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { MachineAnswer } from './api/box-shapes.ts';
import type { BoxClient } from './port.ts';
import { BoxSilent } from './port.ts';
import type { ReportView } from './view.ts';

/** The box for Prometheus: `text` with what concerns the people in the room, or without. */
export type PageMetrics = { readonly type: string; readonly text: (withRoom: boolean) => Promise<string> };

type Values = Readonly<Record<string, number | undefined>>;
type Described = Readonly<Record<string, string>>;

const COUNTERS: Described = {
  moodbox_frames_dropped_total: 'Pictures that were passed over since the start.',
  moodbox_playback_failures_total: 'Tracks that could not be played since the start.',
  moodbox_camera_losses_total: 'How often the camera was lost since the start.',
  moodbox_broker_losses_total: 'How often the broker was lost since the start.',
};
const GAUGES: Described = {
  moodbox_camera_watching: '1 while the camera sends pictures.',
  moodbox_broker_connected: '1 while the box is connected to its broker.',
  moodbox_history_keeping: '1 while the history can be written.',
  moodbox_music_missing: '1 while music is wanted and none can be found.',
  moodbox_audible: '1 if there is a loudspeaker.',
  moodbox_temperature_celsius: 'Temperature of the processor.',
  moodbox_load1: 'Programs that wanted a core, on average over a minute.',
  moodbox_memory_total_bytes: 'Memory of the machine.',
  moodbox_memory_available_bytes: 'Memory that programs can have.',
  moodbox_daemon_resident_bytes: 'Memory of the daemon.',
  moodbox_disk_size_bytes: 'The disk with the state folder.',
  moodbox_disk_available_bytes: 'What is free on it.',
  moodbox_daemon_uptime_seconds: 'How long the daemon has been running.',
};
/** Music plays while somebody is there. */
const ROOM_COUNTERS: Described = {
  moodbox_mood_changes_total: 'Changes of the mood since the start.',
  moodbox_tracks_total: 'Tracks that began since the start.',
};
const ROOM_GAUGES: Described = {
  moodbox_faces: 'Faces in sight.',
  moodbox_frames_per_second: 'Pictures that were looked at, a second; fewer while nobody is there.',
  moodbox_present: '1 while somebody is in the room.',
  moodbox_playing: '1 while music is playing.',
  moodbox_volume_ratio: 'The volume, 0 to 1.',
};

/** Loads the client library, 10 MB of memory, which is why nobody else may import it. */
export async function openMetrics(box: BoxClient, clock: Clock): Promise<PageMetrics> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const fill = (registry: Registry, counters: Described, gauges: Described, values: Values): void => {
    for (const [name, help] of Object.entries(counters)) new Counter({ name, help, registers: [registry] }).inc(values[name] ?? 0);
    for (const [name, help] of Object.entries(gauges)) {
      const value = values[name];
      if (value !== undefined) new Gauge({ name, help, registers: [registry] }).set(value);
    }
  };
  const machine = machineOf(box, clock);
  const text = async (withRoom: boolean): Promise<string> => {
    const [report, state] = await Promise.all([box.report(), machine()]);
    const registry = new Registry();
    const info = { name: 'moodbox_info', help: 'Which release of moodbox runs.', labelNames: ['version'], registers: [registry] };
    new Gauge(info).set({ version: report.version }, 1);
    fill(registry, COUNTERS, GAUGES, boxValues(report, state));
    if (!withRoom) return registry.metrics();
    fill(registry, ROOM_COUNTERS, ROOM_GAUGES, roomValues(report, state));
    const moods = new Gauge({ name: 'moodbox_mood', help: '1 for the mood in force.', labelNames: ['mood'], registers: [registry] });
    for (const mood of MOODS) moods.set({ mood }, mood === report.mood ? 1 : 0);
    return registry.metrics();
  };
  return { type: Registry.PROMETHEUS_CONTENT_TYPE, text };
}

/** However often strangers scrape, the box is asked once in this time: what it answers to all pages together is counted. */
const FRESH = ms(5000);

function machineOf(box: BoxClient, clock: Clock): () => Promise<MachineAnswer> {
  let last: { readonly at: Instant; readonly state: Promise<MachineAnswer> } | undefined;
  return () => {
    const now = clock.now();
    if (!last || elapsed(last.at, now) >= FRESH) last = { at: now, state: askMachine(box) };
    return last.state;
  };
}

async function askMachine(box: BoxClient): Promise<MachineAnswer> {
  const answer = await box.ask('GET /api/machine', undefined, { level: 'household', address: '127.0.0.1' });
  if (!answer.ok || answer.value.kind !== 'json') throw new BoxSilent('the box does not say how the machine is doing');
  return answer.value.value as MachineAnswer;
}

const flag = (is: boolean): number => (is ? 1 : 0);

const boxValues = (report: ReportView, { counts, daemonMemory, disk, load, memory, uptime }: MachineAnswer): Values => ({
  moodbox_frames_dropped_total: report.dropped,
  moodbox_playback_failures_total: counts.failures,
  moodbox_camera_losses_total: counts.cameraLosses,
  moodbox_broker_losses_total: counts.brokerLosses,
  moodbox_camera_watching: flag(report.camera.kind === 'watching'),
  moodbox_broker_connected: flag(report.broker.kind === 'connected'),
  moodbox_history_keeping: flag(report.history.kind === 'keeping'),
  moodbox_music_missing: flag(report.noMusic),
  moodbox_audible: flag(report.audible),
  moodbox_temperature_celsius: report.temperature,
  moodbox_load1: load,
  moodbox_memory_total_bytes: memory.total,
  moodbox_memory_available_bytes: memory.free,
  moodbox_daemon_resident_bytes: daemonMemory,
  moodbox_disk_size_bytes: disk?.total,
  moodbox_disk_available_bytes: disk?.free,
  moodbox_daemon_uptime_seconds: uptime.daemon,
});

const roomValues = (report: ReportView, { counts }: MachineAnswer): Values => ({
  moodbox_mood_changes_total: counts.moods,
  moodbox_tracks_total: counts.tracks,
  moodbox_faces: report.faces.length,
  moodbox_frames_per_second: report.fps,
  moodbox_present: flag(report.presence.kind === 'present'),
  moodbox_playing: flag(report.playback.kind === 'playing'),
  moodbox_volume_ratio: report.volume / 100,
});
