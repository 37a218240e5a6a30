/**
 * Whether systemd has started this very process. It then ends what we leave behind as soon as we are gone (KillMode=mixed). Elsewhere
 * `setpriv` ties children to us by the kernel; in the service that is not allowed (it calls capset), and not needed.
 */
export const isTiedBySystemd = (env: NodeJS.ProcessEnv = process.env, pid = process.pid): boolean => env.SYSTEMD_EXEC_PID === String(pid);

/** The command line that runs a program so that the kernel ends it when we end, even by SIGKILL; under systemd, the program itself. */
export const tied = (program: string, args: readonly string[]): readonly [string, ...string[]] =>
  isTiedBySystemd() ? [program, ...args] : ['setpriv', '--pdeathsig', 'KILL', '--', program, ...args];
