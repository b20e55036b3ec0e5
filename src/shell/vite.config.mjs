// How Vite builds the site: scripts and styles joined, minified and named by their content, public/ as it is; site.mjs adds the program.

import { join } from 'node:path';
import { defineConfig } from 'vite';
import { site } from './site.mjs';

const root = join(import.meta.dirname, '../..');

export default defineConfig(({ mode }) => ({
  root,
  // relative addresses: the site works from any folder of any static host
  base: './',
  publicDir: 'public',
  envDir: false,
  appType: 'mpa',
  clearScreen: false,
  // sizes are told by site.mjs, packed as they travel
  logLevel: 'warn',
  plugins: [site({ mode })],
  build: {
    outDir: mode === 'production' ? 'dist' : `.cache/${mode}`,
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    // boot.js asks for what this browser runs and counts its bytes: a preload would fetch the other build besides
    modulePreload: false,
    minify: mode !== 'debug',
    // the oldest browsers that the page names
    target: ['chrome96', 'edge96', 'firefox114', 'safari15.4'],
    // styles are written for them: nothing is to be rewritten
    cssTarget: 'esnext',
    rolldownOptions: {
      // the compiler of the program takes the time
      checks: { pluginTimings: false },
      input: {
        boot: join(root, 'index.html'),
        styles: join(root, 'src/ui/styles/all.css'),
        worker: join(root, 'src/shell/worker.js'),
      },
      output: {
        hashCharacters: 'hex',
        entryFileNames: '[name]-[hash:16].js',
        chunkFileNames: '[name]-[hash:16].js',
        assetFileNames: '[name]-[hash:16][extname]',
      },
    },
  },
}));
