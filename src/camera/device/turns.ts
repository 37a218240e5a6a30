import type { CameraDevice } from '../devices.ts';

/** Who was tried without giving a picture, and when. */
export class Turns {
  #turn = 0;
  readonly #tried = new Map<string, number>();
  readonly #said = new Map<string, string>();

  /**
   * The devices in the order in which to try them: as given, but those that were tried and showed nothing come last, the latest at the end.
   */
  order(devices: readonly CameraDevice[]): readonly CameraDevice[] {
    this.#forgetAllBut(devices);
    const turn = ({ path }: CameraDevice): number => this.#tried.get(path) ?? 0;
    return [...devices].sort((a, b) => turn(a) - turn(b));
  }

  /** Whether one of them was not tried yet, or has shown a picture since. */
  leaves(devices: readonly CameraDevice[]): boolean {
    return devices.some(({ path }) => !this.#tried.has(path));
  }

  /** It is tried now. Until it shows a picture, the others have their turn before it. */
  tries({ path }: CameraDevice): void {
    this.#turn += 1;
    this.#tried.set(path, this.#turn);
  }

  /** It showed a picture, or was closed before it could. */
  clears({ path }: CameraDevice): void {
    this.#tried.delete(path);
  }

  /** It showed a picture: what went wrong with it before may be said again. */
  shows(device: CameraDevice): void {
    this.clears(device);
    this.#said.delete(device.path);
  }

  /** Whether this failure has not been said of this device yet. */
  isNews({ path }: CameraDevice, why: string): boolean {
    if (this.#said.get(path) === why) return false;
    this.#said.set(path, why);
    return true;
  }

  /** What is unplugged begins anew. */
  #forgetAllBut(devices: readonly CameraDevice[]): void {
    const paths = new Set(devices.map(({ path }) => path));
    for (const known of [this.#tried, this.#said]) for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
  }
}
