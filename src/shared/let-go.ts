/** In bytes. Smaller arrays do not matter, and may share their memory with others. */
const LARGE = 65_536;

/**
 * Frees bytes at once that nobody will read again. With ten pictures of 1280 x 720 a second, the garbage collector otherwise collected the
 * whole heap once a second, which took as much CPU time as analysing them. Afterwards a large array is empty for everybody who holds it;
 * a small one is unchanged.
 */
export function letGo(bytes: Uint8Array): void {
  if (bytes.byteLength >= LARGE) structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] });
}
