import type { SnapserverListener } from '../../players/snapcast/configuration.ts';
import { canConnect, loopbackFor } from '../../shared/process/ports.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';
import type { Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** The snapserver that several rooms want. */
export async function snapcast({ host, port }: SnapserverListener, { env }: Machine): Promise<Finding> {
  const program = programIn(programFolders(env.PATH), 'snapserver');
  if (!program) return failing('there is no snapserver for several rooms', 'sudo apt-get install snapserver, or set player.output');
  const place = `${host}:${port}`;
  if (await canConnect(loopbackFor(host), port)) {
    return warning(
      `${place} is taken`,
      "right if moodbox is running now; else perhaps Debian's own service: sudo systemctl disable --now snapserver",
    );
  }
  return fine(`several rooms, ${program} on ${place}`);
}
