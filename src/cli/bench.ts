import { cpus } from 'node:os';
import { demoClip } from '../camera/demo.ts';
import { SourceError } from '../camera/source.ts';
import type { Config } from '../config/schema.ts';
import type { Spent } from '../inference/meter.ts';
import { openEyes } from '../inference/open.ts';
import type { Measured } from './bench-lines.ts';
import { benchLines } from './bench-lines.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse } from './command.ts';
import { explained } from './failure.ts';
import { decodeMeter, glances, quiet } from './glance.ts';

const OPTIONS = { json: { type: 'boolean', default: false }, clip: { type: 'string' }, config: { type: 'string' } } as const;

export const bench: Subcommand = {
  usage: `usage: moodbox bench [--json] [--clip FILE] [--config FILE]

Runs the eyes over a clip (default: the demo's) at camera.fps pictures a second of its own time, as fast as they can:
decoding, detection, preprocessing and inference, wall and CPU milliseconds a frame, the frames a second that this
machine could look at, and memory. Music is not measured by it: neither the query nor the way from mood to music.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const config = configOf(values.config, io.env);
    return explained('bench', io, async () => {
      const clip = values.clip ?? demoClip();
      if (clip === undefined) throw new SourceError("the demo's clip is not installed; give one with --clip");
      const measured = await measure(clip, config, io);
      if (io.signal.aborted) return EXIT.failed;
      for (const line of benchLines(values.json, measured)) io.out(line);
      return EXIT.ok;
    });
  },
};

async function measure(clip: string, config: Config, io: Io): Promise<Measured> {
  await using eyes = await openEyes(config.inference, { log: quiet });
  const meter = decodeMeter();
  const options = { fps: config.camera.fps, workingWidth: config.camera.working_width, signal: io.signal };
  const [started, before] = [performance.now(), process.cpuUsage()];
  for await (const _sighting of glances(clip, eyes, options, meter));
  const [wall, cpu] = [performance.now() - started, process.cpuUsage(before)];
  const { frames, faces, stages } = eyes.timings;
  const mean = ({ wall, cpu }: Spent) => ({ ms: wall / frames, cpu_ms: cpu / frames });
  return {
    clip,
    engine: config.inference.engine,
    machine: { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version },
    frames,
    faces,
    ours: {
      ms_per_frame: wall / frames,
      cpu_ms_per_frame: (cpu.user + cpu.system) / 1000 / frames,
      fps: (frames * 1000) / wall,
      stages: {
        decode: mean(meter.spent.decode),
        detect: mean(stages.detect),
        preprocess: mean(stages.preprocess),
        infer: mean(stages.infer),
      },
      rss_mb: process.resourceUsage().maxRSS / 1024,
    },
  };
}
