import type { AreaName } from './areas.ts';
import { teach } from './first-words.ts';
import { RUNTIME } from './runtime.ts';

/** Loads the words of another area. */
export const loadWords = (area: AreaName): Promise<void> => teach(area, RUNTIME);
