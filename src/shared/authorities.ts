import { readFileSync } from 'node:fs';

/** Debian's file of the authorities that this machine trusts, including those added with update-ca-certificates. */
const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The authorities that this machine trusts, as PEM. Node's built-in list, which is used where this is undefined, knows no private
 * authority: that is the case only if the machine has no list of its own.
 */
export function machineAuthorities(env: NodeJS.ProcessEnv = process.env): Buffer | undefined {
  try {
    return readFileSync(env.SSL_CERT_FILE || SYSTEM_CA);
  } catch {
    return undefined;
  }
}
