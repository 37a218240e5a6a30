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

/** One side, which also tells what it reads. */
export interface FaceReader extends AsyncDisposable {
  look(frame: Frame): Promise<readonly ReadFace[]>;
}

/** Eyes that have not seen anything yet. Throws `ModelError`. */
export async function readerOf(side: SideName, config: Config): Promise<FaceReader> {
  const eyes =
    side === 'ours' ? await openEyes(config.inference, { log: quiet, sight: config.camera }) : await PaperRecipe.open(config.inference);
  const faces = async (frame: Frame): Promise<readonly Scored[]> =>
    eyes instanceof PaperRecipe ? eyes.read(frame) : (await eyes.look(frame)).faces;
  return {
    look: async (frame) => (await faces(frame)).map(({ box, scores }) => ({ box, emotion: strongest(scores) })),
    [Symbol.asyncDispose]: () => eyes[Symbol.asyncDispose](),
  };
}

type Scored = { readonly box: FaceBox; readonly scores: EmotionScores };

const quiet = pino({ level: 'silent' });
