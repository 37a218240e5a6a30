import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { lighting } from './lighting.ts';
import type { Sketch } from './movement.ts';

const EVERY = ms(250);
const GAP = ms(2000);
const WINDOW = ms(5000);
export const P = { T0: 4, K: 2, UP: 0.08, TAU: 200, N: 3, SCEPTIC: 0.5, AGAIN: 1500, NEAR: 8, START: 2 };

export type Motion = {
  readonly at: Instant;
  readonly sketch: Sketch;
  readonly unrest: Float32Array;
  readonly peak: Float32Array;
  readonly since: Instant;
  readonly stirs: readonly { readonly at: Instant; readonly cell: number }[];
};

export const debug = { changed: 0, blob: 0, last: new Uint8Array(0), residual: new Float32Array(0) };

export function watch(state: Motion | undefined, sketch: Sketch, at: Instant): { state: Motion; moved: boolean } {
  if (!state || state.sketch.across !== sketch.across || state.sketch.down !== sketch.down) return { state: fresh(sketch, at), moved: false };
  const gone = elapsed(state.at, at);
  if (gone < EVERY) return { state, moved: false };
  if (gone > GAP) return { state: { ...state, at, sketch, stirs: [] }, moved: false };
  const residual = residuals(state.sketch, sketch);
  const spread = spreadOf(state.unrest, sketch.across, sketch.down);
  const changed = new Uint8Array(residual.length);
  let count = 0;
  for (let c = 0; c < residual.length; c += 1) {
    const r = residual[c] as number;
    if (Math.abs(r) > Math.max(P.T0, P.K * (spread[c] as number))) { changed[c] = r > 0 ? 1 : 2; count += 1; }
  }
  debug.changed = count; debug.last = changed; debug.residual = residual;
  const blobs = blobsOf(changed, sketch.across);
  debug.blob = blobs.length;
  const recent = state.stirs.filter((s) => elapsed(s.at, at) <= P.AGAIN);
  const moved = blobs.some((cell) => recent.some((s) => near(s.cell, cell, sketch.across)));
  const { unrest, peak, since } = learn(state, residual, at);
  return { state: { at, sketch, unrest, peak, since, stirs: [...recent, ...blobs.map((cell) => ({ at, cell }))] }, moved };
}

const near = (a: number, b: number, across: number): boolean =>
  Math.abs((a % across) - (b % across)) <= P.NEAR && Math.abs(Math.floor(a / across) - Math.floor(b / across)) <= P.NEAR;

function fresh(sketch: Sketch, at: Instant): Motion {
  const n = sketch.greys.length;
  return { at, sketch, unrest: new Float32Array(n).fill(P.START), peak: new Float32Array(n), since: at, stirs: [] };
}

function residuals(before: Sketch, now: Sketch): Float32Array {
  const light = lighting(before, now);
  return now.greys.map((grey, c) => {
    const b = before.greys[c] as number;
    const expect = (b + 8) * (light[c] as number) - 8;
    const raw = grey - b;
    const comp = grey - expect;
    if (raw * comp <= 0) return 0;
    const least = Math.max(0, Math.min(Math.abs(raw), Math.abs(comp)) - P.SCEPTIC * Math.abs(expect - b));
    return raw > 0 ? least : -least;
  });
}

function learn(state: Motion, residual: Float32Array, at: Instant) {
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

/** A cell is as restless as ... its neighbours. */
function spreadOf(unrest: Float32Array, across: number, down: number): Float32Array {
  const out = new Float32Array(unrest.length);
  for (let row = 0, c = 0; row < down; row += 1) {
    for (let col = 0; col < across; col += 1, c += 1) {
      let most = unrest[c] as number;
      for (let y = Math.max(0, row - 1); y <= Math.min(down - 1, row + 1); y += 1)
        for (let x = Math.max(0, col - 1); x <= Math.min(across - 1, col + 1); x += 1) most = Math.max(most, unrest[y * across + x] as number);
      out[c] = most;
    }
  }
  return out;
}

/** Connected changed cells that brighten and darken. */
function blobsOf(changed: Uint8Array, across: number): number[] {
  const left = changed.slice();
  const found: number[] = [];
  for (let c = 0; c < left.length; c += 1) {
    if (!left[c]) continue;
    const stack = [c]; let size = 0; let signs = 0; let sx = 0; let sy = 0;
    signs |= left[c] as number; left[c] = 0;
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      size += 1; const col = cell % across; const row = Math.floor(cell / across); sx += col; sy += row;
      for (let dy = -1; dy <= 1; dy += 1) for (let dx = -1; dx <= 1; dx += 1) {
        const x = col + dx; const n = (row + dy) * across + x;
        if (x < 0 || x >= across || n < 0 || n >= left.length || !left[n]) continue;
        signs |= left[n] as number; left[n] = 0; stack.push(n);
      }
    }
    if (size >= P.N && signs === 3) found.push(Math.round(sy / size) * across + Math.round(sx / size));
  }
  return found;
}
