/** From values to pixels, and where on the way an axis is marked. */
export type Scale = { readonly at: (value: number) => number; readonly ticks: readonly Tick[] };
export type Tick = { readonly value: number; readonly label: string };
type Span = readonly [from: number, to: number];

/** `range` may run backwards, as y does. */
export const linear = (domain: Span, range: Span, ticks: readonly Tick[]): Scale => ({ at: between(domain, range), ticks });

/** Equal steps for equal factors; `domain` is above 0. */
export function logarithmic([from, to]: Span, range: Span, ticks: readonly Tick[]): Scale {
  const at = between([Math.log10(from), Math.log10(to)], range);
  return { at: (value) => at(Math.log10(value)), ticks };
}

const between =
  ([low, high]: Span, [from, to]: Span) =>
  (value: number): number =>
    from + ((value - low) / (high - low)) * (to - from);

/** Round values inside a span, no more than `most` of them: steps of 1, 2 or 5 times a power of ten, at least `least`. */
export function roundValues([low, high]: Span, most: number, least = 0): readonly number[] {
  const rough = (high - low) / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least, power * ([1, 2, 5, 10].find((times) => times * power >= rough * (1 - 1e-9)) ?? 10));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Shares, 0 to 1, as marks in per cent. */
export const percentTicks = (shares: readonly number[]): readonly Tick[] =>
  shares.map((value) => ({ value, label: `${Number((value * 100).toFixed(1))} %` }));

/** Numbers as marks, all with as many digits after the point. */
export function plainTicks(values: readonly number[]): readonly Tick[] {
  const digits = Math.max(0, ...values.map((value) => `${value}`.split('.')[1]?.length ?? 0));
  return values.map((value) => ({ value, label: value.toFixed(digits) }));
}

/** A share, 0 to 1, as a title tells it: 63.4 %. */
export const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A number of parameters or faces in few letters: 58.4 k, 138 M. */
export function inShort(count: number): string {
  const [unit, name] = count >= 1e9 ? [1e9, ' G'] : count >= 1e6 ? [1e6, ' M'] : count >= 1e3 ? [1e3, ' k'] : [1, ''];
  return `${Number((count / unit).toPrecision(3))}${name}`;
}
