import { pino } from 'pino';
import type { Engine, InferenceConfig } from '../config/schema.ts';
import type { FinderSettings } from '../inference/finding/finder.ts';
import { openEyes } from '../inference/open.ts';
import type { Side } from './port.ts';

const PROGRAM_OF: Readonly<Record<Engine, string>> = { onnx: 'onnxruntime', tensorflow: 'tfjs-node' };

/** The daemon's own eyes as configured. Throws `ModelError`. */
export async function openOurs(config: InferenceConfig, sight?: FinderSettings): Promise<Side> {
  const eyes = await openEyes(config, { log: pino({ level: 'silent' }), ...(sight ? { sight } : {}) });
  return {
    engine: `${PROGRAM_OF[config.engine]}, all faces in one batch`,
    look: async (frame) => (await eyes.look(frame)).faces.map(({ box }) => box),
    get spent() {
      return eyes.timings.stages;
    },
    [Symbol.asyncDispose]: () => eyes[Symbol.asyncDispose](),
  };
}
