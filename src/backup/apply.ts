import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boolean, object } from 'valibot';
import { jsonFitting, jsonObject } from '../shared/json.ts';
import { beforeFolder, HISTORY, readyFolder, SIZES, SWITCHES_FILE } from './contents.ts';

/** SQLite keeps a journal and its index beside the history. They belong to the old one. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { [HISTORY]: [`${HISTORY}-wal`, `${HISTORY}-shm`] };
const MODE = 0o640;

/**
 * Puts a restored state in the place of the present one, which is kept in a folder beside it. Called before anything of the state folder is
 * opened; a start that was cut off half-way goes on where it stopped. `camera`: whether the camera of a box is on that nobody has ever
 * switched. Returns the files that were restored. Throws the file system's error.
 */
export function applyRestored(stateDir: string, camera = true): readonly string[] {
  const ready = readyFolder(stateDir);
  if (!lstatSync(ready, { throwIfNoEntry: false })?.isDirectory()) return [];
  const before = beforeFolder(stateDir);
  mkdirSync(before, { recursive: true, mode: 0o750 });
  const names = readdirSync(ready).filter((name) => Object.hasOwn(SIZES, name) && lstatSync(join(ready, name)).isFile());
  if (names.includes(SWITCHES_FILE)) keepCameraOff(join(ready, SWITCHES_FILE), isCameraOn([stateDir, before], camera));
  for (const name of names) {
    for (const old of [...(BESIDE[name] ?? []), name]) move(join(stateDir, old), join(before, old));
    renameSync(join(ready, name), join(stateDir, name));
  }
  rmSync(ready, { recursive: true, force: true });
  return names;
}

/** A camera that is off stays off, also one that was switched off after the backup was sent: no file from outside switches it on. */
function keepCameraOff(file: string, isOn: boolean): void {
  const restored = jsonFitting(jsonObject, readFileSync(file, 'utf8')) ?? {};
  const draft = `${file}.draft`;
  writeFileSync(draft, `${JSON.stringify({ ...restored, camera: isOn && restored.camera === true })}\n`, { mode: MODE });
  renameSync(draft, file);
}

/** How the camera was left. After a start that was cut off, the switches are in the second folder already. Unreadable ones say off. */
function isCameraOn(folders: readonly string[], byDefault: boolean): boolean {
  const file = folders.map((folder) => join(folder, SWITCHES_FILE)).find((path) => existsSync(path));
  return file === undefined ? byDefault : jsonFitting(object({ camera: boolean() }), readFileSync(file, 'utf8'))?.camera === true;
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
