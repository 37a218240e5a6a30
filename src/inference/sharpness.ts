import { SIDE } from './batch.ts';

/** Below this variance a picture is a single grey, and has no sharpness. */
const FLAT = 1e-8;

/**
 * How sharp one input of the network is, [64, 64, 1] in [0, 1]: the variance of its Laplacian (each pixel's four neighbours less four
 * times the pixel itself, border left out) over the variance of its greys, so that contrast does not count. 0 for a single grey, about
 * 0.005 for a face out of focus, 0.15 for a sharp one, and 20 for noise. A small picture that was enlarged is blurred; a noisy one looks
 * sharp.
 */
export function sharpnessOf(face: Float32Array): number {
  const spread = varianceOfGreys(face);
  return spread < FLAT ? 0 : varianceOfLaplacian(face) / spread;
}

// Loops without an array between them: `reduce` with a function takes ten times as long, and this is done for every face.

function varianceOfGreys(face: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < face.length; at += 1) {
    const grey = face[at] as number;
    sum += grey;
    squares += grey * grey;
  }
  return variance(sum, squares, face.length);
}

function varianceOfLaplacian(face: Float32Array): number {
  const inner = SIDE - 2;
  let [sum, squares] = [0, 0];
  for (let row = 1; row <= inner; row += 1) {
    for (let at = row * SIDE + 1, end = at + inner; at < end; at += 1) {
      const around = (face[at - SIDE] as number) + (face[at + SIDE] as number) + (face[at - 1] as number) + (face[at + 1] as number);
      const laplacian = around - 4 * (face[at] as number);
      sum += laplacian;
      squares += laplacian * laplacian;
    }
  }
  return variance(sum, squares, inner * inner);
}

const variance = (sum: number, squares: number, count: number): number => Math.max(0, squares / count - (sum / count) ** 2);
