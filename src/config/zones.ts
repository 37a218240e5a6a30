import type { CameraZone } from '../domain/sight.ts';
import { share } from '../domain/units.ts';

/** The most zones of a box, configured or drawn. */
export const MOST_ZONES = 32;
const HOW = "such as '0 0 0.3 1' (left, top, width and height, as shares of the picture), with several cameras '- front: 0 0 0.3 1'";

/**
 * Parses `camera.ignore`: a list with a line of four shares for each rectangle, which may be named by its camera, or one text with commas
 * (`front=0 0 0.3 1, back=0.5 0 0.5 0.4`). Throws one error with everything that is wrong.
 */
export function zonesIn(value: unknown): readonly CameraZone[] {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new Error(`must be a list with a line for each rectangle, ${HOW}`);
  const written: readonly unknown[] = typeof value === 'string' ? value.split(',').filter((part) => part.trim() !== '') : value;
  const zones = written.map(zoneOf);
  const wrong = zones.indexOf(undefined);
  if (wrong >= 0) throw new Error(`has no rectangle of the picture in line ${wrong + 1}, ${HOW}`);
  if (zones.length > MOST_ZONES) throw new Error(`has ${zones.length} rectangles, ${MOST_ZONES} at most`);
  return zones.filter((zone) => zone !== undefined);
}

function zoneOf(written: unknown): CameraZone | undefined {
  if (typeof written === 'string') {
    const [, camera = '', shares = written] = /^([^=]*)=(.*)$/s.exec(written) ?? [];
    return rectangle(camera.trim(), shares);
  }
  if (typeof written !== 'object' || written === null) return undefined;
  if ('x' in written) return ofParts({ ...written });
  const [[camera, shares] = ['', ''], ...more] = Object.entries(written);
  return more.length === 0 && typeof shares === 'string' ? rectangle(camera, shares) : undefined;
}

const rectangle = (camera: string, text: string): CameraZone | undefined => {
  const numbers = text.trim().split(/\s+/).map(Number);
  const [x, y, width, height] = numbers;
  return numbers.length === 4 ? fitting({ camera, x, y, width, height }) : undefined;
};

/** A zone that was parsed before. */
const ofParts = ({ camera = '', ...parts }: Readonly<Record<string, unknown>>): CameraZone | undefined =>
  typeof camera === 'string' ? fitting({ camera, ...parts }) : undefined;

type Parts = { readonly camera: string; readonly x?: unknown; readonly y?: unknown; readonly width?: unknown; readonly height?: unknown };

/** Undefined unless the rectangle lies within the picture and is not empty. */
function fitting({ camera, x, y, width, height }: Parts): CameraZone | undefined {
  if (![x, y, width, height].every((each) => typeof each === 'number' && each >= 0 && each <= 1)) return undefined;
  const zone = { camera, x: share(Number(x)), y: share(Number(y)), width: share(Number(width)), height: share(Number(height)) };
  const isInside = zone.x + zone.width <= 1 + ROUNDING && zone.y + zone.height <= 1 + ROUNDING;
  return isInside && zone.width > 0 && zone.height > 0 ? zone : undefined;
}

/** 0.7 + 0.3 may come out above 1. */
const ROUNDING = 1e-9;
