import { cpus } from 'node:os';

/** The machine that timings were measured on. */
export const machine = (): { readonly cpu: string; readonly cores: number; readonly node: string } => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  node: process.version,
});
