import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export type Certificate = { readonly cert: string; readonly key: string };

/** A certificate of its own for localhost that is valid for a month, made by openssl. */
export function certificate(folder: string, name: string): Certificate {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const dates = ['-days', '30'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,DNS:music.example.org,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, ...names, ...dates],
    {
      stdio: 'ignore',
    },
  );
  return { cert, key };
}
