/** What a server of https answers to http: an alert of TLS. */
const ENCRYPTED = 'an encrypted answer';
/** What a server of RTSP answers to HTTP. */
const RTSP = 'an answer of RTSP';
/** What a camera may send in place of a JPEG picture, for people, and by which bytes (Latin-1) at which place it is recognised. */
const BINARY: readonly (readonly [what: string, at: number, sign: string])[] = [
  ['a PNG picture', 0, '\x89PNG'],
  ['a GIF picture', 0, 'GIF8'],
  ['a WebP picture', 8, 'WEBP'],
  ['a BMP picture', 6, '\0\0\0\0\x36\0\0\0'],
  ['a TIFF picture', 0, 'II*\0'],
  ['a TIFF picture', 0, 'MM\0*'],
  ['an AVIF or HEIC picture', 4, 'ftypavif'],
  ['an AVIF or HEIC picture', 4, 'ftyphei'],
  ['an AVIF or HEIC picture', 4, 'ftypmif1'],
  ['an MP4 video', 4, 'ftyp'],
  ['an H.264 or H.265 video', 0, '\0\0\0\x01'],
  ['an H.264 or H.265 video', 0, '\0\0\x01'],
  ['an FLV video', 0, 'FLV\x01'],
  ['a WebM or Matroska video', 0, '\x1aE\xdf\xa3'],
  ['an HLS playlist', 0, '#EXTM3U'],
  [ENCRYPTED, 0, '\x15\x03'],
  [RTSP, 0, 'RTSP/1.'],
];
const TEXT: readonly (readonly [what: string, sign: RegExp])[] = [
  ['a web page', /^\s*<(!doctype html|html|head|body|meta|script|!--)/i],
  ['a web page', /^\s*<\?xml[^>]*>\s*<(!doctype )?html/i],
  ['an SVG picture', /^\s*(<\?xml[^>]*>\s*)?<svg/i],
  ['an XML document', /^\s*<\?xml/i],
  ['a JSON document', /^\s*(\{\s*["}]|\[\s*["{\]])/],
];
/** No kind needs more bytes to be recognised. */
const HEAD = 256;

/** What these bytes are the beginning of, if it is certain and no JPEG picture; for people, with its article. */
export function foreignKind(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, HEAD).replace(/^ï»¿/, ''); // a byte order mark
  return (BINARY.find(([, at, sign]) => head.startsWith(sign, at)) ?? TEXT.find(([, sign]) => sign.test(head)))?.[0];
}

/** What to do about a camera that sends this, as `foreignKind` names it. */
export function kindAdvice(kind: string): string {
  if (kind === ENCRYPTED) return 'write https:// in place of http://';
  if (kind === RTSP) return 'write rtsp:// in place of http://';
  if (kind.endsWith('picture')) return "choose JPEG or MJPEG in the camera's settings";
  if (/video|playlist/.test(kind)) return "choose MJPEG in the camera's settings, or use its rtsp:// address";
  return "look up the camera's MJPEG address";
}
