import { Transform } from 'node:stream';

/** Lets so many bytes through, and fails at the first one beyond them. */
export function atMost(bytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      passed += chunk.length;
      if (passed > bytes) done(new Error('more came than was announced'));
      else done(null, chunk);
    },
  });
}
