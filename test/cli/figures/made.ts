import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { share } from '../../../src/domain/units.ts';
import type { Assessment } from '../../../src/evaluation/assess.ts';
import { assess } from '../../../src/evaluation/assess.ts';
import { noise } from '../../inference/scene.ts';

/** An assessment of so many made-up faces of all emotions and confidences, about two thirds of them right. */
export function madeAssessment(faces: number, voted: boolean): Assessment {
  const chance = noise(11, faces * 3);
  const emotion = (of: number) => EMOTIONS[Math.floor(of * 7)] ?? 'neutral';
  const readings = Array.from({ length: faces }, (_, at) => {
    const [truth, luck, sure] = [0, 1, 2].map((part) => chance[3 * at + part] ?? 0) as [number, number, number];
    const guess = luck < 0.65 ? emotion(truth) : emotion(luck);
    const said = { guess, confidence: 0.15 + 0.85 * sure };
    return { emotion: emotion(truth), majority: voted ? guess : undefined, people: said, labels: said };
  });
  return assess(readings, share(0.4));
}
