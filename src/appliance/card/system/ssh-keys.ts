import type { CardRemarks } from '../remarks.ts';

const PUBLIC_KEY = /^(ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-(?:ssh|ecdsa)-\S+) ([A-Za-z0-9+/]+={0,2})( .*)?$/;
/** The fewest parts that a key has: its kind and its number. */
const FEWEST_PARTS = 2;

/** A list of public keys, or one; `key`: what the sentences call it. */
export function sshKeysIn(
  value: unknown,
  { problems }: CardRemarks,
  key = 'system.ssh.authorized_keys',
): { readonly sshKeys?: readonly string[] } {
  if (value === undefined) return {};
  const keys = (Array.isArray(value) ? value : String(value).split('\n')).map((each) => String(each).trim()).filter((each) => each !== '');
  const wrong = keys.filter((each) => !isPublicKey(each));
  const said = (what: string): number => problems.push(`${key}: ${what}`);
  if (wrong.some((each) => each.includes('PRIVATE KEY')))
    said('holds a private key, which belongs to nobody else: take it off the card, make a new one, and put in what ends in .pub');
  else if (wrong.some((each) => PUBLIC_KEY.test(each)))
    said(`the ${ordinal(keys.findIndex((each) => wrong.includes(each)))} key is cut off: ${ONE_LINE}`);
  else if (wrong.length > 0) said("each line must be a public key, such as 'ssh-ed25519 AAAA… name'");
  const right = keys.filter(isPublicKey);
  return right.length > 0 || wrong.length === 0 ? { sshKeys: right } : {};
}

const ONE_LINE = 'a key is one long line, without a break or a blank inside';
const ordinal = (index: number): string => ['first', 'second', 'third', 'fourth'][index] ?? `${index + 1}th`;

/** Whether a line is a whole key: a broken line, or one that was not copied to its end, still looks like one. */
function isPublicKey(line: string): boolean {
  const [, kind, body = ''] = PUBLIC_KEY.exec(line) ?? [];
  const parts = partsIn(Buffer.from(body, 'base64'));
  return kind !== undefined && parts !== undefined && parts.length >= FEWEST_PARTS && parts[0]?.toString() === kind;
}

/** A key is made of parts, each with its length in front (RFC 4253); undefined if they do not come out even. */
function partsIn(bytes: Buffer): readonly Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 4 <= bytes.length ? at + 4 + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return parts;
}
