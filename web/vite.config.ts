import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { catalogueName, catalogues } from './build/catalogues.ts';
import { compressed } from './build/compressed.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Wall tablets live long: an iPad Air of 2013 ends at Safari 12, and an old Android at Chrome 69. */
const OLDEST = ['safari12', 'chrome69', 'firefox68'];

export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [catalogues(at('./words')), compressed()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: OLDEST,
    cssTarget: OLDEST,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/page-[hash].js',
        chunkFileNames: ({ facadeModuleId, name }) => `assets/${catalogueName(facadeModuleId ?? '') ?? name}-[hash].js`,
      },
    },
  },
});
