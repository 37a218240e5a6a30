import { describe, expect, it, test } from 'vitest';
import { challengesIn } from '../../../src/camera/network/challenge.ts';
import { digest, digestRank } from '../../../src/camera/network/digest.ts';
import { signerFor } from '../../../src/camera/network/login.ts';

const MUFASA = { user: 'Mufasa', password: 'Circle of Life' };
const NONCE = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const CNONCE = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

const challenge = (header: string) => {
  const [only] = challengesIn([header]);
  if (!only) throw new Error('no challenge');
  return only;
};
const fieldOf = (header: string, name: string): string | undefined => new RegExp(`\\b${name}="?([^",]*)`).exec(header)?.[1];
const request = { method: 'GET', path: '/dir/index.html', count: 1 };

describe('the answers of the RFCs', () => {
  it.each([
    ['RFC 7616, MD5', 'MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['RFC 7616, SHA-256', 'SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('%s', (_name, algorithm, response) => {
    const asked = challenge(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${NONCE}", opaque="FQhe"`,
    );
    const header = digest(asked, MUFASA, { ...request, cnonce: CNONCE });
    expect(fieldOf(header, 'response')).toBe(response);
    expect(header).toMatch(/^Digest username="Mufasa", realm="http-auth@example.org", uri="\/dir\/index.html", algorithm=/);
    expect(header).toMatch(/nc=00000001, cnonce="f2[^"]*", qop=auth, response="[0-9a-f]+", opaque="FQhe"$/);
  });

  it('RFC 2617', () => {
    const asked = challenge('Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"');
    const header = digest(asked, { user: 'Mufasa', password: 'Circle Of Life' }, { ...request, cnonce: '0a4f113b' });
    expect(fieldOf(header, 'response')).toBe('6629fae49393a05397450978507c4ef1');
    expect(header).not.toContain('algorithm');
  });

  it('RFC 2069, without qop', () => {
    const asked = challenge('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"');
    const header = digest(asked, { user: 'Mufasa', password: 'Circle Of Life' }, request);
    expect(fieldOf(header, 'response')).toBe('670fd8c2df070c60b045671b8b24ff02');
    expect(header).not.toMatch(/qop|cnonce|nc=/);
  });
});

test.each([
  ['Digest nonce="n", algorithm=MD5-sess', 1],
  ['Digest nonce="n", algorithm="SHA-256"', 2],
  ['digest nonce=n, qop="auth-int"', undefined],
  ['Digest nonce="n", algorithm=TOKEN', undefined],
  ['Digest realm="no nonce"', undefined],
  ['Basic realm="x"', undefined],
])('%s has the rank %s', (header, rank) => expect(digestRank(challenge(header))).toBe(rank));

test('several challenges in one header, quotes in a realm, a realm without quotes', () => {
  const found = challengesIn(['Basic realm="a, \\"b\\"", Digest realm=IP Camera, nonce="n", stale=FALSE', 'Bearer']);
  expect(found.map(({ scheme }) => scheme)).toEqual(['basic', 'digest', 'bearer']);
  expect(found[0]?.parameters.get('realm')).toBe('a, "b"');
  expect(found[1]?.parameters.get('nonce')).toBe('n');
});

describe('a login', () => {
  const md5 = (nonce: string, more = ''): string => `Digest realm="r", qop="auth", nonce="${nonce}"${more}`;

  it('is signed as Basic until the camera asks, then as the strongest that it asks for', () => {
    const signer = signerFor(MUFASA);
    expect(signer.sign('/')).toBe('Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl');
    expect(signer.heed(['Basic realm="r"', md5('1'), md5('2', ', algorithm=SHA-256')])).toBe('again');
    expect(signer.sign('/')).toMatch(/algorithm=SHA-256, nonce="2", nc=00000001/);
    expect(signer.sign('/')).toMatch(/nc=00000002/);
  });

  it('is wrong if the answer to a new challenge is refused', () => {
    const signer = signerFor(MUFASA);
    signer.heed([md5('1')]);
    signer.sign('/');
    expect(signer.heed([md5('2')])).toBe('wrong');
  });

  it('is signed anew for a nonce that has run out, whether or not the camera says so', () => {
    const signer = signerFor(MUFASA);
    signer.heed([md5('1')]);
    signer.sign('/');
    expect(signer.heed([md5('2', ', stale=true')])).toBe('again');
    signer.sign('/');
    signer.sign('/');
    expect(signer.heed([md5('3')])).toBe('again');
    expect(signer.sign('/')).toMatch(/nonce="3", nc=00000001/);
  });

  it('is wrong without a challenge, and cannot be used for one that nobody speaks', () => {
    expect(signerFor(MUFASA).heed([])).toBe('wrong');
    expect(signerFor(MUFASA).heed(['Basic realm="r"'])).toBe('wrong');
    expect(signerFor(MUFASA).heed(['Digest nonce="n", algorithm=MD5, qop="auth-int"'])).toEqual({ unknown: 'digest MD5 auth-int' });
  });
});
