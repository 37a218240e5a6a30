import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { lighting } from './lighting.ts';
import type { Sketch } from './movement.ts';

const WINDOW = ms(5000);
export type Params = { T0: number; K: number; UP: number; TAU: number; M: number; SCEPTIC: number; GLOBAL: number; R: number; H: number; SPREAD: number; REST: number; CUT: number; SIZE: number; SAME: number; FORGET: number; FILL: number; RAW: number };
export const P: Params = { T0: 3, K: 2, UP: 0.08, TAU: 200, M: 5, SCEPTIC: 0.5, GLOBAL: 0.15, R: 3, H: 4, SPREAD: 1, REST: 2, CUT: 3, SIZE: 12, SAME: 0.4, FORGET: 1200, FILL: 0.4, RAW: 6 };

export type Motion = { readonly at: Instant; readonly unrest: Float32Array; readonly peak: Float32Array; readonly since: Instant; readonly past: readonly Int8Array[]; readonly raws: readonly Uint8Array[]; readonly cuts: Float32Array };

export function judge(before: Motion | undefined, residual: Float32Array, across: number, down: number, at: Instant, P: Params): { state: Motion; moved: boolean } {
  const state = before ?? { at, unrest: new Float32Array(residual.length).fill(2), peak: new Float32Array(residual.length), since: at, past: [], raws: [], cuts: new Float32Array(residual.length) };
  const raws = [Uint8Array.from(residual, (r) => (Math.abs(r) > P.RAW ? 1 : 0)), ...state.raws].slice(0, 3);
  const cuts = cutsOf(state.cuts, raws, across, P);
  const screen = spreadOf(cuts, across, down, { ...P, SPREAD: 1 });
  const spread = spreadOf(state.unrest, across, down, P);
  const changed = new Int8Array(residual.length);
  for (let c = 0; c < residual.length; c += 1) {
    const r = residual[c] as number;
    if ((screen[c] as number) < P.CUT && Math.abs(r) > Math.max(P.T0, P.K * (spread[c] as number))) changed[c] = r > 0 ? 1 : -1;
  }
  const past = [changed, ...state.past].slice(0, P.H);
  const moved = stirs(past, across, down, P);
  const { unrest, peak, since } = learn(state, residual, at, P);
  return { state: { at, unrest, peak, since, past, raws, cuts }, moved };
}

function cutsOf(before: Float32Array, raws: readonly Uint8Array[], across: number, P: Params): Float32Array {
  const [next, mid, prev] = raws;
  const fade = Math.exp(-1 / 3 / P.FORGET);
  const cuts = before.map((c) => c * fade);
  if (!next || !mid || !prev) return cuts;
  const left = mid.slice();
  for (let c = 0; c < left.length; c += 1) {
    if (!left[c]) continue;
    const cells = [c]; left[c] = 0;
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] as number; const col = cell % across;
      for (let dy = -1; dy <= 1; dy += 1) for (let dx = -1; dx <= 1; dx += 1) {
        const n = cell + dy * across + dx;
        if (col + dx < 0 || col + dx >= across || !left[n]) continue;
        left[n] = 0; cells.push(n);
      }
    }
    if (cells.length < P.SIZE) continue;
    const cols = cells.map((x) => x % across), rows = cells.map((x) => Math.floor(x / across));
    const box = (Math.max(...cols) - Math.min(...cols) + 1) * (Math.max(...rows) - Math.min(...rows) + 1);
    const again = cells.reduce((sum, x) => sum + (next[x] as number) + (prev[x] as number), 0) / cells.length / 2;
    if (cells.length / box >= P.FILL && again <= P.SAME) for (const x of cells) cuts[x] = Math.min(10, (cuts[x] as number) + 1);
  }
  return cuts;
}

function stirs(past: readonly Int8Array[], across: number, down: number, P: Params): boolean {
  const now = past[0] as Int8Array;
  for (let c = 0; c < now.length; c += 1) {
    if (now[c] === 0) continue;
    const col = c % across, row = Math.floor(c / across);
    let plus = 0, minus = 0, largest = 0;
    for (const each of past) {
      const before = plus + minus;
      for (let y = Math.max(0, row - P.R); y <= Math.min(down - 1, row + P.R); y += 1)
        for (let x = Math.max(0, col - P.R), at = y * across + x; x <= Math.min(across - 1, col + P.R); x += 1, at += 1) {
          const s = each[at] as number;
          if (s > 0) plus += 1; else if (s < 0) minus += 1;
        }
      largest = Math.max(largest, plus + minus - before);
    }
    if (plus + minus >= P.M && plus > 0 && minus > 0 && plus + minus - largest >= P.REST) return true;
  }
  return false;
}

export function residuals(before: Sketch, now: Sketch, P: Params, shared?: Float32Array): Float32Array {
  const light = shared ?? lighting(before, now);
  let g = 0; for (const l of light) g += l; g /= light.length;
  return now.greys.map((grey, c) => {
    const b = before.greys[c] as number;
    const l = light[c] as number;
    const raw = grey - b;
    const comp = grey - ((b + 8) * l - 8);
    if (raw * comp <= 0) return 0;
    const doubt = P.SCEPTIC * Math.abs(l - g) * (b + 8) + P.GLOBAL * Math.abs(g - 1) * (b + 8);
    const least = Math.max(0, Math.min(Math.abs(raw), Math.abs(comp)) - doubt);
    return raw > 0 ? least : -least;
  });
}

function learn(state: Motion, residual: Float32Array, at: Instant, P: Params) {
  const peak = state.peak.map((p, c) => Math.max(p, Math.abs(residual[c] as number)));
  const long = elapsed(state.since, at);
  if (long < WINDOW) return { unrest: state.unrest, peak, since: state.since };
  const down = 1 - Math.exp(-long / 1000 / P.TAU);
  const unrest = state.unrest.map((u, c) => {
    const p = peak[c] as number;
    return u + (p > u ? P.UP : down) * (p - u);
  });
  return { unrest, peak: new Float32Array(peak.length), since: at };
}

function spreadOf(unrest: Float32Array, across: number, down: number, P: Params): Float32Array {
  const out = new Float32Array(unrest.length);
  for (let row = 0, c = 0; row < down; row += 1) {
    for (let col = 0; col < across; col += 1, c += 1) {
      let most = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(down - 1, row + 1); y += 1)
        for (let x = Math.max(0, col - 1); x <= Math.min(across - 1, col + 1); x += 1) most = Math.max(most, unrest[y * across + x] as number);
      out[c] = Math.max(unrest[c] as number, P.SPREAD * most);
    }
  }
  return out;
}
