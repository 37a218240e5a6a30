import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { catalogues } from './build/catalogues.ts';
import { compressed } from './build/compressed.ts';
import { HALVES } from './build/halves.ts';
import { styles } from './build/styles.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Wall tablets live long: an iPad Air of 2013 ends at Safari 12, and an old Android at Chrome 69. */
const OLDEST = ['safari12', 'chrome69', 'firefox68'];

/** The word for browsers that cannot read modules: a file that must not be built. */
const tooOld: Plugin = {
  name: 'too-old',
  transformIndexHtml: () => [{ tag: 'script', attrs: { nomodule: true, src: './old.js' }, injectTo: 'head' }],
};

export default defineConfig({
  root: at('.'),
  base: './',
  resolve: { alias: { 'preact/jsx-runtime': at('./src/jsx-runtime.ts') } },
  plugins: [catalogues(at('./words')), tooOld, styles(), compressed()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: OLDEST,
    cssTarget: OLDEST,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: { groups: HALVES },
        entryFileNames: 'assets/page-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
      },
    },
  },
});
