import type { AttackName } from './attacks.ts';
import { attack } from './attacks.ts';

/** One attacker, in a process of its own so that it does not slow those who measure: `attacker.js NAME PORT FROM`, until it is ended. */
const [name, port, from = '127.0.0.1'] = process.argv.slice(2);
attack(name as AttackName, { port: Number(port), from }, new AbortController().signal);
setInterval(() => undefined, 60_000); // sockets that are not read do not keep a process alive
