import { defineConfig } from 'vite';

/** The command line as one file, which needs nothing but Node: it starts faster and can be shipped beside the app. */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'src/cli/index.ts',
    outDir: 'out/cli',
    target: 'node20.18',
    sourcemap: true,
    rollupOptions: {
      output: { format: 'es', entryFileNames: 'spidergate.js', codeSplitting: false },
    },
  },
});
