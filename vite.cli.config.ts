import { defineConfig } from 'vite';

/**
 * The command line as one file, which needs nothing but Node: it starts faster and can be shipped beside the app. By its
 * ending Node knows it for a module wherever it is put.
 */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'src/cli/index.ts',
    outDir: 'out/cli',
    target: 'node20.18',
    sourcemap: true,
    rollupOptions: {
      output: { format: 'es', entryFileNames: 'spidergate.mjs', codeSplitting: false },
    },
  },
});
