import { main } from '../../src/cli/main.ts';

export type Called = { readonly status: number; readonly out: readonly string[]; readonly err: readonly string[] };

/** The command line as a user calls it, with nothing of this machine's own configuration. */
export async function call(args: readonly string[], env: NodeJS.ProcessEnv = {}, signal = new AbortController().signal): Promise<Called> {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), env, signal };
  return { status: await main(args, io), out, err };
}
