import type { Emotion } from '../domain/emotion.ts';

/** The figures of "Emotion-based music recommendation", IJARIIE 11(6) 2025, paper 27849, that moodbox is compared with. */

/** Table 1: precision, recall and F1 of each class on FER-2013's PublicTest. */
export const TABLE_1: Readonly<Record<Emotion | 'weighted', readonly [precision: number, recall: number, f1: number]>> = {
  angry: [0.75, 0.73, 0.74],
  disgust: [0.65, 0.62, 0.63],
  fear: [0.7, 0.66, 0.68],
  happy: [0.87, 0.89, 0.88],
  sad: [0.72, 0.68, 0.7],
  surprise: [0.81, 0.84, 0.82],
  neutral: [0.68, 0.71, 0.69],
  weighted: [0.74, 0.73, 0.73],
};

/** Section 4.1: validation accuracy. Table 1 weighs to 73 %, so the paper contradicts itself. */
export const PAPER_ACCURACY = 0.66;

/** Table 2, on a Core i5 with 8 GB and no GPU; ranges as it gives them. */
export const TABLE_2 = {
  detect_ms: [25, 30],
  preprocess_ms: [5, 8],
  infer_ms: [60, 80],
  total_ms: [100, 120],
  fps: [8, 10],
  rss_mb: [450, 520],
  cpu_percent: [45, 60],
  music_query_s: [1.5, 2],
  mood_to_music_s: [0, 5],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** Table 3: what other networks reach on FER-2013, as it gives them. */
export const TABLE_3: readonly { readonly network: string; readonly accuracy: number; readonly parameters: number }[] = [
  { network: 'VGG-16', accuracy: 0.69, parameters: 138e6 },
  { network: 'ResNet-50', accuracy: 0.71, parameters: 25.6e6 },
  { network: 'Inception V3', accuracy: 0.68, parameters: 23.8e6 },
  { network: 'MobileNet', accuracy: 0.64, parameters: 4.2e6 },
  { network: 'mini-XCEPTION', accuracy: PAPER_ACCURACY, parameters: 58_000 },
];
