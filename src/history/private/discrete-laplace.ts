/** A uniformly random whole number from 0 up to but not including `below`. */
export type Dice = (below: number) => number;

/**
 * A whole number with the two-sided geometric ("discrete Laplace") distribution: P(k) is proportional to exp(-|k| / scale), and the scale
 * is `numerator / denominator`, both whole and positive. Sampled exactly, with whole numbers only (Canonne, Kamath and Steinke, "The
 * Discrete Gaussian for Differential Privacy", 2020, algorithm 2): floating point numbers would betray what the noise should hide
 * (Mironov, 2012).
 */
export function discreteLaplace(numerator: number, denominator: number, dice: Dice): number {
  for (;;) {
    const low = dice(numerator);
    if (!expBernoulli(low, numerator, dice)) continue;
    let high = 0;
    while (expBernoulli(1, 1, dice)) high += 1;
    const size = Math.floor((low + numerator * high) / denominator);
    const negative = dice(2) === 1;
    if (!(negative && size === 0)) return negative ? -size : size;
  }
}

/** True with the probability exp(-n / d), for 0 ≤ n ≤ d (the same paper, algorithm 1). */
function expBernoulli(n: number, d: number, dice: Dice): boolean {
  let k = 1;
  while (dice(d * k) < n) k += 1;
  return k % 2 === 1;
}
