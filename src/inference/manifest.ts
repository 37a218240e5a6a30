import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array, boolean, exactOptional, literal, minValue, number, object, picklist, pipe, string } from 'valibot';
import { EMOTIONS } from '../domain/emotion.ts';
import { FixableError } from '../shared/fixable-error.ts';
import { fitting, jsonObject } from '../shared/json.ts';
import { SIDE } from './batch.ts';
import type { Preprocessing } from './crop.ts';
import type { Network } from './port.ts';
import type { Routing } from './routing.ts';

/** What a model file is for. */
export type ModelRole = 'onnx' | 'tfjs-topology' | 'tfjs-weights' | 'parity' | 'cascade';

/** `network` is absent for the cascade, and for the files of a folder with a single network. */
type ModelFile = {
  readonly role: ModelRole;
  readonly network?: Network;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * models/manifest.json, only the part that the daemon reads. Format 1, a single network, as scripts/train/export.py writes it; format 2, a
 * pair of them, as export_pair.py writes it.
 */
export type Manifest = {
  readonly name: string;
  /** Names the weights: run, best epoch, first digits of their hash. */
  readonly version: string;
  /** Of one network. As Keras counts them: includes the running statistics of batch normalisation. */
  readonly parameters: number;
  readonly preprocessing: Preprocessing;
  readonly training: { readonly validation_accuracy: number } | null;
  readonly files: readonly ModelFile[];
  /** Which network reads a face; absent if there is only one. */
  readonly routing?: Routing;
};

/** A model file is missing or is the wrong one. The message is one line that says which file and what to do. */
export class ModelError extends FixableError {
  override readonly name = 'ModelError';
}

/** The models that come with moodbox. */
export const OWN_MODELS = fileURLToPath(new URL('../../models', import.meta.url));

const [SINGLE, PAIR] = [1, 2];
const REMEDY = "restore it from moodbox's release, or export it again with scripts/train/export.py";

/** Reads and checks manifest.json of a models folder. Throws `ModelError`. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const text = (await bytesOf(path)).toString('utf8');
  const problem = (what: string) => new ModelError(`${path}: ${what}; ${REMEDY}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (err) {
    throw problem(`is not JSON (${(err as Error).message})`);
  }
  const fault = faultIn(parsed);
  if (fault) throw problem(fault);
  return parsed as Manifest;
}

/**
 * The bytes of that role's file, checked against the manifest; `network` counts in a folder with a pair. The caller uses exactly the bytes
 * that were checked. Throws `ModelError`.
 */
export async function modelFile(folder: string, manifest: Manifest, role: ModelRole, network: Network = 'near'): Promise<Buffer> {
  const { path, entry } = placeOf(folder, manifest, role, network);
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

/** The path of that role's file, checked: for loaders that accept only a path. Throws `ModelError`. */
export async function modelPath(folder: string, manifest: Manifest, role: ModelRole): Promise<string> {
  await modelFile(folder, manifest, role);
  return placeOf(folder, manifest, role).path;
}

/** The path of a file in the same folder as that role's, which the manifest need not list. Throws `ModelError` if the role has no file. */
export const besideModel = (folder: string, manifest: Manifest, role: ModelRole, name: string): string =>
  join(dirname(placeOf(folder, manifest, role).path), name);

function placeOf(folder: string, manifest: Manifest, role: ModelRole, network: Network = 'near'): { path: string; entry: ModelFile } {
  const entry = manifest.files.find((file) => file.role === role && (file.network ?? 'near') === network);
  const whose = network === 'near' ? '' : ` of the network '${network}'`;
  if (!entry) throw new ModelError(`${join(folder, 'manifest.json')}: lists no file for '${role}'${whose}; ${REMEDY}`);
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

const PREPROCESSING = object({ side: literal(SIDE), equalise: boolean(), margin: pipe(number(), minValue(0)) });
const ROUTING = object({ sharpness: pipe(number(), minValue(0)), smallest: pipe(number(), minValue(0)) });
const MODEL_FILES = array(
  object({ role: string(), network: exactOptional(picklist(['near', 'far'])), path: string(), bytes: number(), sha256: string() }),
);

/** Why this moodbox cannot use that manifest; undefined if it can. */
function faultIn(parsed: unknown): string | undefined {
  const manifest = fitting(jsonObject, parsed);
  if (!manifest) return 'is not an object';
  const { format, labels, preprocessing, files, routing } = manifest;
  if (format !== SINGLE && format !== PAIR) return `has format ${JSON.stringify(format)}, this moodbox reads ${SINGLE} and ${PAIR}`;
  if (JSON.stringify(labels) !== JSON.stringify(EMOTIONS))
    return `has the labels ${JSON.stringify(labels)}, expected ${EMOTIONS.join(', ')}`;
  if (!fitting(PREPROCESSING, preprocessing))
    return `wants "preprocessing" with "side": ${SIDE}, "equalise" true or false, "margin" 0 or more`;
  if (!fitting(MODEL_FILES, files)) return 'wants "files", each with role, path, bytes and sha256';
  const isPair = format === PAIR;
  if (isPair && !fitting(ROUTING, routing)) return 'wants "routing" with "sharpness" and "smallest", each 0 or more';
  if (!isPair && routing !== undefined) return `has "routing", which is for two networks, in format ${SINGLE}`;
  return undefined;
}
