import type { Result } from '../../domain/result.ts';
import type { SlotName } from '../../domain/update.ts';

/** Which slot runs, and which starts next, as the installer sees it. */
export type SlotsSeen = { readonly running: SlotName; readonly next: SlotName };

/** What a bundle is for and what is in it; its signature was right. */
export type BundleInfo = { readonly compatible: string; readonly version: string };

/** What puts systems into slots. Failures are in its own words, in one line. */
export interface Installer {
  slots(): Promise<Result<SlotsSeen, string>>;
  /** Verifies the bundle, and says what it is. */
  inspect(file: string): Promise<Result<BundleInfo, string>>;
  /** Verifies the bundle and writes it to the slot that does not run; then that one starts next. `onPercent`: 0 to 100. */
  install(file: string, onPercent: (percent: number) => void): Promise<Result<void, string>>;
}
