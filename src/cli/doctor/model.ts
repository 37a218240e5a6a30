import type { Check } from './check.ts';
import { failing, fine, silentLog } from './check.ts';

/** The network and the cascade, opened as the daemon opens them: hashes, engine, OpenCV binding. */
export const model: Check = async ({ inference }, machine) => {
  const { modelsOf, openEyes } = await import('../../inference/open.ts');
  const { ModelError, readManifest } = await import('../../inference/manifest.ts');
  const { tensorFlowFault } = await import('./tensorflow.ts');
  try {
    const fault = inference.engine === 'tensorflow' ? await tensorFlowFault(machine) : undefined;
    if (fault) return fault;
    await using _ = await openEyes(inference, { log: silentLog });
    const { name, version } = await readManifest(modelsOf(inference));
    return fine(`${name} ${version}, engine ${inference.engine}`);
  } catch (err) {
    if (!(err instanceof ModelError)) throw err;
    const [finding = '', ...advice] = err.message.split('; ');
    return failing(finding, advice.join('; '));
  }
};
