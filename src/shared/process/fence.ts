import { programFolders, programIn } from './programs.ts';
import { tied } from './tied.ts';

/** What a program that reads other people's files may use: `memory` is its private, writable memory in bytes, threads' stacks included. */
export type Fence = { readonly memory: number };

/**
 * The command line that runs a program within limits of the kernel: so much memory, no file written, no core dump, and an end together with
 * us (prlimit(1) and setpriv(1) of util-linux; both become the program, so its pid stays the same). Where they are missing, the program
 * alone.
 */
export function fenced(program: string, args: readonly string[], { memory }: Fence): readonly [string, ...string[]] {
  const folders = programFolders(process.env.PATH);
  const [prlimit, setpriv] = [programIn(folders, 'prlimit'), programIn(folders, 'setpriv')];
  const limits = prlimit ? [prlimit, `--data=${memory}`, '--fsize=0', '--core=0', '--'] : [];
  const [first = program, ...rest] = [...limits, ...tied(setpriv, program, args)];
  return [first, ...rest];
}
