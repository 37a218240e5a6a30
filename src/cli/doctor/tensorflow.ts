import { ms } from '../../domain/units.ts';
import { checkProcessor, TENSORFLOW_SETTINGS, tensorFlowFolder } from '../../inference/engines/native-tensorflow.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { Finding, Machine } from './check.ts';
import { failing } from './check.ts';

/**
 * The native part of tfjs-node, which the trial loads from the folder that it is given. The JavaScript around it would take twice as long,
 * and crashes nothing.
 */
const BINDING = '@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node';
const TRIAL = `require('node:module').createRequire(process.argv[1] + '/package.json')('${BINDING}')`;

/** The check's own signal usually ends the trial before that. Whoever is more patient may be. */
const LIMIT = ms(60_000);

/**
 * Tries to load TensorFlow in a process of its own, because a library that does not fit the machine ends the process that loads it.
 * Undefined if that went well, or ended with an ordinary error: opening the model then gives the reason. Throws
 * `ModelError` on a processor that TensorFlow does not run on.
 */
export async function tensorFlowFault(
  { env, patience = LIMIT, signal }: Machine,
  folder: string = tensorFlowFolder(),
): Promise<Finding | undefined> {
  checkProcessor();
  const settings = { ...environmentFor('other', env), ...TENSORFLOW_SETTINGS };
  const ran = await runProgram(process.execPath, ['-e', TRIAL, folder], { env: settings, limit: patience, clock: systemClock, signal });
  if (ran.kind === 'stopped') return failing('TensorFlow did not load in time', 'try again when the machine is less busy');
  if (ran.kind === 'ended' && ran.code === null)
    return failing('TensorFlow crashes as it loads', "run './scripts/tfjs-node --again', or set inference.engine to onnx");
  return undefined;
}
