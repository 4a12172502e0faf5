import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// What the fallback Electron of decisions/0002 understands; the declared one understands more.
const oldestNode = 'node20.18';
const oldestChromium = 'chrome130';

const inSource = (...parts: string[]) => path.resolve(import.meta.dirname, 'src', ...parts);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      target: oldestNode,
      // Bundled, because one file starts faster than some hundred; better-sqlite3 stays out, as it loads a native file.
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: inSource('main', 'index.ts'),
          'core-worker': inSource('main', 'core-thread', 'core-worker.ts'),
          'log-worker': inSource('main', 'storage', 'log-worker.ts'),
        },
        external: ['electron', 'better-sqlite3'],
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: oldestNode,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: inSource('preload', 'index.ts') },
        // A sandboxed preload is loaded as one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: inSource('renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: 'out/renderer',
      target: oldestChromium,
      rollupOptions: { input: { index: inSource('renderer', 'index.html') } },
    },
  },
});
