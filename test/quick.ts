import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** In the quick suite a test that starts a program or opens a socket fails, with a word on where it belongs. */
function refuse(what: string): () => never {
  return () => {
    throw new Error(`a quick test may not ${what}: call its file *.real.test.ts`);
  };
}

for (const name of ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'] as const) {
  Object.assign(childProcess, { [name]: refuse('start a program') });
}
Object.assign(net.Server.prototype, { listen: refuse('open a socket') });
Object.assign(net.Socket.prototype, { connect: refuse('open a socket') });
syncBuiltinESMExports();
