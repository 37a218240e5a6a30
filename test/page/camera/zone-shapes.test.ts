import { describe, expect, it } from 'vitest';
import { between, keyStep, LEAST, movedBy, resizedBy, withSide } from '../../../web/src/views/camera/zone-shapes.ts';

const shape = { x: 0.2, y: 0.3, width: 0.3, height: 0.4 };

describe('a zone', () => {
  it('is moved as far as the picture reaches', () => {
    expect(movedBy(shape, { x: 0.1, y: -0.1 })).toEqual({ ...shape, x: 0.3, y: 0.2 });
    expect(movedBy(shape, { x: 9, y: -9 })).toEqual({ ...shape, x: 0.7, y: 0 });
  });

  it('is resized by its lower right corner, down to a least size', () => {
    expect(resizedBy(shape, { x: 0.1, y: 0.1 })).toEqual({ ...shape, width: 0.4, height: 0.5 });
    expect(resizedBy(shape, { x: 9, y: 9 })).toEqual({ ...shape, width: 0.8, height: 0.7 });
    expect(resizedBy(shape, { x: -9, y: -9 })).toEqual({ ...shape, width: LEAST, height: LEAST });
  });

  it('is drawn between any two corners, also beyond the edge', () => {
    expect(between({ x: 0.5, y: 0.7 }, { x: 0.2, y: 0.3 })).toEqual(shape);
    expect(between({ x: -0.5, y: 0.3 }, { x: 0.2, y: 1.9 })).toEqual({ x: 0, y: 0.3, width: 0.2, height: 0.7 });
    expect(between({ x: 1.4, y: 1.4 }, { x: 1.5, y: 1.5 })).toEqual({ x: 0.98, y: 0.98, width: LEAST, height: LEAST });
  });

  it('takes a number of per cent, made to fit', () => {
    expect(withSide(shape, 'x', 60)).toEqual({ ...shape, x: 0.6 });
    expect(withSide(shape, 'x', 90)).toEqual({ ...shape, x: 0.9, width: 0.1 });
    expect(withSide(shape, 'height', -5)).toEqual({ ...shape, height: LEAST });
    expect(withSide(shape, 'width', Number.NaN)).toEqual(shape);
  });

  it('answers to the arrow keys alone', () => {
    expect([keyStep('ArrowUp'), keyStep('ArrowRight'), keyStep('Enter')]).toEqual([{ x: 0, y: -0.02 }, { x: 0.02, y: 0 }, undefined]);
  });

  it('never leaves the picture, whatever is done to it', () => {
    for (let x = -1; x <= 1; x += 0.1)
      for (const made of [movedBy(shape, { x, y: -x }), resizedBy(shape, { x, y: x }), between({ x, y: x }, { x: 0.5, y: 0.5 })]) {
        expect(Math.min(made.x, made.y, made.width, made.height)).toBeGreaterThanOrEqual(0);
        expect(Math.max(made.x + made.width, made.y + made.height)).toBeLessThanOrEqual(1 + 1e-9);
      }
  });
});
