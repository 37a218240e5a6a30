import { pino } from 'pino';
import type { Config } from '../config/schema.ts';
import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { batchOf, faceInput } from '../inference/crop.ts';
import { readManifest } from '../inference/manifest.ts';
import { modelsOf, openClassifier, openEyes } from '../inference/open.ts';
import { PaperRecipe } from './paper.ts';

type Read = { readonly box: FaceBox; readonly scores: EmotionScores };

/** Finds and reads the faces of a frame, and says what CPU time that took; boxes in pixels of the source. */
export interface Reader {
  read(frame: Frame): Promise<{ readonly faces: readonly Read[]; readonly cpu: Ms }>;
}

/** Both sides in this process, one at work at a time. Ours remembers, and is opened anew for each scene. Throws `ModelError`. */
export async function openSides({ inference, camera }: Pick<Config, 'inference' | 'camera'>) {
  const manifest = await readManifest(modelsOf(inference));
  const [recipe, network] = [await PaperRecipe.open(inference), await openClassifier('onnx', modelsOf(inference), manifest)];
  /** The recipe's own network costs what the paper's does and knows nothing: what its faces show, ours says, and that is not counted. */
  const paper: Reader = {
    read: async (frame) => {
      const { value: boxes, cpu } = await timed(() => recipe.look(frame));
      const inputs = boxes.map((box) => faceInput(frame, box, manifest.preprocessing));
      const scores = await network.classify(batchOf(inputs));
      return { cpu, faces: boxes.flatMap((box, index): Read[] => (scores[index] ? [{ box, scores: scores[index] }] : [])) };
    },
  };
  return {
    paper,
    ours: async (): Promise<Reader & AsyncDisposable> => {
      const eyes = await openEyes(inference, { log: pino({ level: 'silent' }), sight: camera });
      return {
        read: async (frame) => {
          const { value, cpu } = await timed(() => eyes.look(frame));
          return { faces: value.faces, cpu };
        },
        [Symbol.asyncDispose]: () => eyes[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await recipe[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
    },
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly cpu: Ms }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpu: ms((user + system) / 1000) };
}
