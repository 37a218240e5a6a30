import { expect, it } from 'vitest';
import { signerFor } from '../../../src/camera/network/login.ts';

const login = { user: 'viewer', password: 's3cret' };
const DIGEST = 'Digest realm="r", qop="auth", nonce="n"';
const basic = (text: string, charset: BufferEncoding = 'utf8'): string => `Basic ${Buffer.from(text, charset).toString('base64')}`;

it('sends Basic until the camera asks for Digest, and again only if it names Basic', () => {
  const signer = signerFor(login);
  expect(signer.sign('/')).toBe(basic('viewer:s3cret'));
  expect(signer.heed([DIGEST])).toBe('again');
  expect(signer.sign('/')).toMatch(/^Digest /);
  expect(signer.heed([])).toBe('wrong');
  expect(signer.sign('/')).toMatch(/^Digest /);
  expect(signer.heed(['Basic realm="r"'])).toBe('again');
  expect(signer.sign('/')).toBe(basic('viewer:s3cret'));
  expect(signer.heed(['Basic realm="r"'])).toBe('wrong');
});

it('tries Latin-1 once for each refusal, and begins with UTF-8 again', () => {
  const signer = signerFor({ user: 'viewer', password: 'schlüssel' });
  for (let times = 0; times < 2; times += 1) {
    expect(signer.sign('/')).toBe(basic('viewer:schlüssel'));
    expect(signer.heed(['Basic realm="r"'])).toBe('again');
    expect(signer.sign('/')).toBe(basic('viewer:schlüssel', 'latin1'));
    expect(signer.heed(['Basic realm="r"'])).toBe('wrong');
  }
});

it.each(['schlüssel€', '密码', 'plain'])('does not try Latin-1 for %s', (password) =>
  expect(signerFor({ user: 'viewer', password }).heed(['Basic realm="r"'])).toBe('wrong'),
);

it('takes a nonce that was accepted before for worn out, and a new one that is refused at once for a wrong password', () => {
  const signer = signerFor(login);
  signer.heed([DIGEST]);
  signer.sign('/');
  signer.sign('/');
  expect(signer.heed([DIGEST])).toBe('again');
  expect(signer.sign('/')).toContain('nc=00000001');
  expect(signer.heed([DIGEST])).toBe('wrong');
});
