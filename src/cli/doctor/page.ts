import { statSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import { accessFile, readAccess } from '../../web/access/store.ts';
import { isExposed } from '../../web/page-url.ts';
import { IdentityError, loadIdentity } from '../../web/tls/identity.ts';
import type { Check, Finding } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** Who can open the page, and whether a PIN and a certificate protect it. */
export const page: Check = async ({ state, web }, { env }) => {
  const file = accessFile(stateDirOf(state, env));
  const loose = looseMode(file);
  if (loose) return loose;
  const identity = await identityProblem(web);
  if (identity) return identity;
  const open = exposure(web, file);
  return web.preview === 'picture' ? { ...open, finding: `${open.finding}; ${LIVE_PICTURE}` } : open;
};

const LIVE_PICTURE = 'an owner may look at the live picture of the cameras for five minutes at a time (web.preview: picture)';

function exposure(web: Config['web'], file: string): Finding {
  const way = web.proxies.length > 0 ? 'through a proxy' : web.cert === '' ? 'over plain http' : 'over https';
  if (!isExposed(web)) return fine(`only this machine can open it, ${way}`);
  const kept = keptIn(file);
  if (kept === 'damaged')
    return failing(`${file} is damaged`, "'moodbox pin --reset' (for the service, 'sudo -u moodbox moodbox pin --reset') makes a new one");
  if (kept === 'unreadable')
    return warning(`this user cannot read ${file}, so it is not known whether there is a PIN`, 'run this as the user that runs moodbox');
  if (!kept?.owner)
    return warning(`others can open it, ${way}, and it has no PIN yet`, "open the page and set one: 'moodbox pin' shows the code for it");
  if (web.guests === 'open')
    return warning(
      `everybody in the network sees the mood, ${way} (web.guests: open)`,
      'web.guests: link shows it only to those with the guest link',
    );
  return fine(`others can open it, ${way}, with a PIN`);
}

function modeOf(file: string): number | undefined {
  try {
    return statSync(file).mode;
  } catch {
    return undefined; // what is not there is open to nobody
  }
}

/** The PINs can be tried out by whoever can read this file. */
function looseMode(file: string): Finding | undefined {
  const mode = modeOf(file);
  if (mode === undefined || (mode & 0o077) === 0) return undefined;
  return failing(`${file} may be read by other users of this machine`, `chmod 600 ${file}, then set new PINs`);
}

async function identityProblem(web: Config['web']): Promise<Finding | undefined> {
  if (web.cert === '') return undefined;
  try {
    const [remark] = (await loadIdentity(web)).remarks;
    return remark === undefined ? undefined : warning(remark, 'the page opens all the same');
  } catch (err) {
    if (!(err instanceof IdentityError)) throw err;
    return failing(err.message, 'the page stays closed until this is right, within a minute; the music plays on');
  }
}

function keptIn(file: string): ReturnType<typeof readAccess> | 'unreadable' {
  try {
    return readAccess(file);
  } catch {
    return 'unreadable';
  }
}
