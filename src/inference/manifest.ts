import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMOTIONS } from '../domain/emotion.ts';
import { SIDE } from './batch.ts';
import type { Preprocessing } from './crop.ts';

/** What a model file is for. */
export type ModelRole = 'onnx' | 'tfjs-topology' | 'tfjs-weights' | 'parity' | 'cascade';

type ModelFile = { readonly role: ModelRole; readonly path: string; readonly bytes: number; readonly sha256: string };

/** models/manifest.json, as scripts/train/export.py writes it: the part that the daemon reads. */
export type Manifest = {
  readonly name: string;
  /** Name of the weights: run, best epoch, first digits of their hash. */
  readonly version: string;
  /** As Keras counts them, the normalisations' running figures included. */
  readonly parameters: number;
  readonly preprocessing: Preprocessing;
  readonly training: { readonly validation_accuracy: number } | null;
  readonly files: readonly ModelFile[];
};

/** A model file that is missing or is not the right one; the message is one line that says which and what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** The models that come with moodbox. */
export const OWN_MODELS = fileURLToPath(new URL('../../models', import.meta.url));

const FORMAT = 1;
const REMEDY = "restore it from moodbox's release, or export it again with scripts/train/export.py";

/** Reads and checks manifest.json of a models folder. Throws `ModelError`. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const text = (await bytesOf(path)).toString('utf8');
  const problem = (what: string) => new ModelError(`${path}: ${what}; ${REMEDY}`);
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (err) {
    throw problem(`is no JSON (${(err as Error).message})`);
  }
  const wrong = wrongIn(said);
  if (wrong) throw problem(wrong);
  return said as Manifest;
}

/** The file of that role, read whole and checked, so that what is used is what was checked. Throws `ModelError`. */
export async function modelFile(folder: string, manifest: Manifest, role: ModelRole): Promise<Buffer> {
  const { path, entry } = placeOf(folder, manifest, role);
  const bytes = await bytesOf(path);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== entry.sha256) {
    throw new ModelError(
      `${path}: is not the file that manifest.json describes (${bytes.length} bytes, sha256 ${found.slice(0, 12)}…, ` +
        `expected ${entry.bytes} bytes, ${entry.sha256.slice(0, 12)}…); ${REMEDY}`,
    );
  }
  return bytes;
}

/** The path of that role's file, checked; for what can only be loaded by path. Throws `ModelError`. */
export async function modelPath(folder: string, manifest: Manifest, role: ModelRole): Promise<string> {
  await modelFile(folder, manifest, role);
  return placeOf(folder, manifest, role).path;
}

/** The path of a file beside that role's, which the manifest does not list. Throws `ModelError` where the role has none. */
export const besideModel = (folder: string, manifest: Manifest, role: ModelRole, name: string): string =>
  join(dirname(placeOf(folder, manifest, role).path), name);

function placeOf(folder: string, manifest: Manifest, role: ModelRole): { path: string; entry: ModelFile } {
  const entry = manifest.files.find((file) => file.role === role);
  if (!entry) throw new ModelError(`${join(folder, 'manifest.json')}: lists no file for '${role}'; ${REMEDY}`);
  return { path: join(folder, entry.path), entry };
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (err) {
    const missing = (err as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ModelError(`${path}: ${missing ? 'is missing' : `cannot be read (${(err as Error).message})`}; ${REMEDY}`);
  }
}

/** Why this is no manifest that this moodbox can work with, or nothing. */
function wrongIn(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null) return 'is no object';
  const { format, labels, preprocessing, files } = said as Record<string, unknown>;
  if (format !== FORMAT) return `has format ${JSON.stringify(format)}, this moodbox reads ${FORMAT}`;
  if (JSON.stringify(labels) !== JSON.stringify(EMOTIONS))
    return `has the labels ${JSON.stringify(labels)}, expected ${EMOTIONS.join(', ')}`;
  if (!isPreprocessing(preprocessing)) return `wants "preprocessing" with "side": ${SIDE}, "equalise" true or false, "margin" 0 or more`;
  if (!Array.isArray(files) || !files.every(isModelFile)) return 'wants "files", each with role, path, bytes and sha256';
  return undefined;
}

function isPreprocessing(said: unknown): said is Preprocessing {
  const { side, equalise, margin } = (said ?? {}) as Record<string, unknown>;
  return side === SIDE && typeof equalise === 'boolean' && typeof margin === 'number' && margin >= 0;
}

function isModelFile(said: unknown): said is ModelFile {
  const { role, path, bytes, sha256 } = (said ?? {}) as Record<string, unknown>;
  return [role, path, sha256].every((each) => typeof each === 'string') && typeof bytes === 'number';
}
