/** Small arrays are no burden, and may lie in memory that they share with others. */
const LARGE = 65_536;

/**
 * Frees bytes that nobody will read again, now. Left to the garbage collector, ten pictures a second of 1280 x 720 made it collect the whole
 * heap once a second, which took as much CPU time as looking at them. Afterwards a large array is empty, for all who hold it; a small one stays.
 */
export function letGo(bytes: Uint8Array): void {
  if (bytes.byteLength >= LARGE) structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] });
}
