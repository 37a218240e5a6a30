import { pino } from 'pino';
import type { Config } from '../../config/schema.ts';
import type { Emotion, EmotionScores } from '../../domain/emotion.ts';
import { strongest } from '../../domain/emotion.ts';
import type { FaceBox, Frame } from '../../domain/sight.ts';
import { openEyes } from '../../inference/open.ts';
import { PaperRecipe } from '../paper.ts';
import type { SideName } from '../port.ts';

/** A face as a side reads it; the box in source pixels. */
export type ReadFace = { readonly box: FaceBox; readonly emotion: Emotion };

/** One side, which also says what it reads. */
export interface FaceReader extends AsyncDisposable {
  look(frame: Frame): Promise<readonly ReadFace[]>;
}

const OPENERS: Readonly<Record<SideName, (config: Config) => Promise<FaceReader>>> = {
  ours: async ({ inference, camera }) => {
    const eyes = await openEyes(inference, { log: pino({ level: 'silent' }), sight: camera });
    return readerBy(eyes, async (frame) => (await eyes.look(frame)).faces);
  },
  paper: async ({ inference }) => {
    const recipe = await PaperRecipe.open(inference);
    return readerBy(recipe, (frame) => recipe.read(frame));
  },
};

/** Eyes that have not seen anything yet. Throws `ModelError`. */
export const readerOf = (side: SideName, config: Config): Promise<FaceReader> => OPENERS[side](config);

type Scored = { readonly box: FaceBox; readonly scores: EmotionScores };

const readerBy = (eyes: AsyncDisposable, read: (frame: Frame) => Promise<readonly Scored[]>): FaceReader => ({
  look: async (frame) => (await read(frame)).map(({ box, scores }) => ({ box, emotion: strongest(scores) })),
  [Symbol.asyncDispose]: () => Promise.resolve(eyes[Symbol.asyncDispose]()),
});
