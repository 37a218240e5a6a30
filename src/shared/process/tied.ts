/**
 * Whether systemd has started this very process. It then ends what we leave behind as soon as we are gone (KillMode=mixed). Elsewhere
 * `setpriv` ties children to us by the kernel; in the service that is not allowed (it calls capset), and not needed.
 */
export const isTiedBySystemd = (env: NodeJS.ProcessEnv = process.env, pid = process.pid): boolean => env.SYSTEMD_EXEC_PID === String(pid);

/**
 * The command line that runs a program so that the kernel sends it `by` when we end, even by SIGKILL. Under systemd, and without `setpriv`
 * (the path of util-linux's program, or its name), it is the program alone.
 */
export const tied = (
  setpriv: string | undefined,
  program: string,
  args: readonly string[],
  by: 'KILL' | 'TERM' = 'KILL',
): readonly [string, ...string[]] =>
  setpriv === undefined || isTiedBySystemd() ? [program, ...args] : [setpriv, '--pdeathsig', by, '--', program, ...args];
