/** A third of the map must carry this much more than the others to be named. */
const CLEARLY = 1.25;

/** Says in words where what speaks for the emotion lies: for those who cannot see the map. */
export function whyKey(grid: readonly number[], side: number): 'why_eyes' | 'why_nose' | 'why_mouth' | 'why_nowhere' {
  const thirds = [0, 1, 2].map((third) =>
    grid.reduce((sum, value, at) => sum + (Math.floor((3 * Math.floor(at / side)) / side) === third ? Math.max(0, value) : 0), 0),
  );
  const [eyes = 0, nose = 0, mouth = 0] = thirds;
  const most = Math.max(eyes, nose, mouth);
  const next = eyes + nose + mouth - most - Math.min(eyes, nose, mouth);
  if (most === 0 || most < CLEARLY * next) return 'why_nowhere';
  return most === eyes ? 'why_eyes' : most === mouth ? 'why_mouth' : 'why_nose';
}
