import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Bytes. Below this a compressed file saves nothing on the wire. */
const SMALLEST = 256;
const TEXT = /\.(?:js|css|html|svg|json|webmanifest)$/;

/** Writes a `.br` and a `.gz` beside each text file of the finished build, so that the box never compresses while it serves. */
export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle: ({ dir = '.' }) => {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) if (TEXT.test(file)) compress(join(dir, file));
    },
  };
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.length < SMALLEST) return;
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
