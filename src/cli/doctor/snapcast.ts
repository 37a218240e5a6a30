import type { SnapserverListener } from '../../players/snapcast/configuration.ts';
import { canConnect, loopbackFor } from '../../shared/process/ports.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';
import type { Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** The snapserver that carries the music to several rooms. */
export async function snapcast({ host, port }: SnapserverListener, { env }: Machine): Promise<Finding> {
  const program = programIn(programFolders(env.PATH), 'snapserver');
  if (!program)
    return failing('snapserver is not installed, and several rooms need it', 'sudo apt-get install snapserver, or set player.output');
  const place = `${host}:${port}`;
  if (await canConnect(loopbackFor(host), port)) {
    return warning(
      `${place} is taken`,
      "expected if moodbox is running now; otherwise it may be Debian's own service: sudo systemctl disable --now snapserver",
    );
  }
  return fine(`several rooms, ${program} on ${place}`);
}
