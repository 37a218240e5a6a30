import type { Plane } from './plane.ts';
import { clamped, painted } from './plane.ts';

/** What people wear, drawn where FER-2013's faces have their eyes and mouths. Lengths are in pixels of a face 48 pixels wide. */
const WIDE = 48;
/** The eyes: their line, and how far each is from the middle. */
const EYES = { line: 19, apart: 9.5 };
/** Half the width and height of a glass, and the thickness of its frame. */
const GLASS = { width: 7, height: 5.5, thick: 1.6 };
/** The grey of a frame, and how round a glass is: 2 would be an ellipse. */
const [FRAME, ROUNDNESS] = [0.1, 3];
const GLARE = { at: 0.1, wide: 0.45, slant: 0.6 };
/** Where a mask begins, and its grey. */
const MASK = { line: 28, grey: 0.8 };

/** Spectacles with dark frames. `glare`, 0 to 1: how strongly a lamp is reflected in the glass. */
export const spectacled = (plane: Plane, glare: number): Plane =>
  painted(plane, (value, across, down) => {
    const [x, y] = [(across * WIDE) / 2, (down * WIDE) / 2 + (WIDE - 1) / 2 - EYES.line];
    const sides = [-1, 1].map((side) => glassAt(x - side * EYES.apart, y));
    const shine = Math.max(...sides.map((side) => side.shine));
    const frame = Math.max(isBar(x, y) ? 1 : 0, ...sides.map((side) => side.frame));
    const lit = value + (1 - value) * glare * shine;
    return lit + (FRAME - lit) * frame;
  });

/** How much of the pixel is frame, and how much a reflection, at a distance from the middle of a glass. */
function glassAt(x: number, y: number): { readonly frame: number; readonly shine: number } {
  const [right, down] = [x / GLASS.width, y / GLASS.height];
  const power = (of: number): number => Math.max(1e-3, Math.abs(of)) ** ROUNDNESS;
  const pixels = ((power(right) + power(down)) ** (1 / ROUNDNESS) - 1) * Math.min(GLASS.width, GLASS.height);
  const streak = Math.abs(right + GLARE.slant * down - GLARE.at);
  return {
    frame: clamped(GLASS.thick / 2 + 0.5 - Math.abs(pixels)),
    shine: clamped(1 - streak / GLARE.wide) * clamped(0.5 - pixels),
  };
}

/** The bridge over the nose and the temples beside the face. */
function isBar(x: number, y: number): boolean {
  const isOnLine = Math.abs(y + 0.25 * GLASS.height) < GLASS.thick / 2 + 0.2;
  return isOnLine && (Math.abs(x) < EYES.apart - GLASS.width || Math.abs(x) > EYES.apart + GLASS.width);
}

/** A cloth mask from below the eyes to the chin, with folds, a little darker to the sides. */
export const withMask = (plane: Plane): Plane =>
  painted(plane, (value, across, down) => {
    const row = (down * WIDE) / 2 + (WIDE - 1) / 2;
    const cloth = clamped(MASK.grey * (1 - 0.15 * across ** 2) + 0.03 * Math.sin(row * 1.3));
    const covers = Math.abs(across) < 0.92 ? clamped(row - (MASK.line + 3 * across ** 2) + 0.5) : 0;
    return value + (cloth - value) * covers;
  });
