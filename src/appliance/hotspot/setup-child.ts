import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { boolean, check, literal, object, optional, pipe, string, union } from 'valibot';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { jsonFitting } from '../../shared/json.ts';
import { endChild } from '../../shared/process/end-child.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { onLines } from '../../shared/process/lines.ts';
import type { Account } from '../../shared/process/programs.ts';
import { networkOf } from '../card/system/networks.ts';
import type { TypedNetwork } from './form.ts';

const GRACE = { asked: ms(3000), killed: ms(2000) };
const LONGEST_LINE = 1000;

/** What the process that serves the page tells us, a line of JSON each: it has no rights, and is believed no more than its visitors. */
const SAID = union([
  object({ used: literal(true) }),
  object({
    ssid: string(),
    password: optional(string()),
    hidden: boolean(),
    country: optional(
      pipe(
        string(),
        check((country) => /^[A-Z]{2}$/.test(country)),
      ),
    ),
  }),
]);

/** The line with which that process tells what a visitor typed. */
export const lineOfTyped = ({ network: { ssid, password, hidden }, country }: TypedNetwork): string =>
  JSON.stringify({ ssid, password, hidden, country });
/** The line with which it tells that somebody looks at the page. */
export const LINE_OF_USE = '{"used":true}';

/** What such a line says: undefined for anything that the page would not have let through. */
export function typedInLine(line: string): TypedNetwork | 'used' | undefined {
  const said = line.length <= LONGEST_LINE ? jsonFitting(SAID, line) : undefined;
  if (!said || 'used' in said) return said && 'used';
  const { country, ...fields } = said;
  const network = networkOf(fields);
  if (typeof network === 'string' || network.isStored || /\p{Cc}/u.test(network.ssid)) return undefined;
  return { network, ...(country !== undefined && { country }) };
}

export type SetupChildParts = {
  readonly program: string;
  readonly args: readonly string[];
  /** The account without rights that it runs as; undefined: ours. */
  readonly account: Account | undefined;
  readonly clock: Clock;
  readonly onSaid: (said: TypedNetwork | 'used') => void;
  /** Called once if it ends before it is closed. */
  readonly onEnd: () => void;
};

/** Starts the process that serves the page. It ends when it is closed, or when its standard input does, that is, with us. */
export function startSetupChild({ program, args, account, clock, onSaid, onEnd }: SetupChildParts): AsyncDisposable {
  const child = spawn(program, args, { env: environmentFor('other'), stdio: ['pipe', 'pipe', 'inherit'], cwd: '/', ...account });
  const gone = once(child, 'close').catch(() => undefined);
  let isClosed = false;
  void gone.then(() => isClosed || onEnd());
  onLines(child.stdout, (line) => {
    const said = typedInLine(line);
    if (said !== undefined) onSaid(said);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await endChild((signal) => child.kill(signal), gone, GRACE, clock);
    },
  };
}
