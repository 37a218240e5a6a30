import type { Server } from 'node:https';
import type { WebConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { IdentityError, identityVersion, loadIdentity } from './identity.ts';

const LOOK_EVERY = ms(60_000);

/** Takes a renewed certificate into use within a minute, without a restart, until the signal is aborted. A wrong one changes nothing. */
export async function followRenewal(
  server: Server,
  config: WebConfig,
  { clock, log, version }: { readonly clock: Clock; readonly log: Log; readonly version: string },
  signal: AbortSignal,
): Promise<void> {
  let known = version;
  for (;;) {
    await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
    if (signal.aborted) return;
    const now = await identityVersion(config);
    if (now !== known) await renew(server, config, log);
    known = now;
  }
}

async function renew(server: Server, config: WebConfig, log: Log): Promise<void> {
  try {
    const { cert, key, remarks } = await loadIdentity(config);
    server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
    log.info({ cert: config.cert, remarks }, 'web.certificate_renewed');
  } catch (err) {
    if (!(err instanceof IdentityError)) throw err;
    log.error({ why: err.message }, 'web.certificate_unusable');
  }
}
