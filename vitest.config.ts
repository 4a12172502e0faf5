import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: 30_000,
    environment: 'node' as const,
    setupFiles: ['test/marked/stay-here.cjs'],
  },
});

export default defineConfig({
  test: {
    // Real processes: a native add-on must not be shared between the threads of one.
    pool: 'forks',
    projects: [
      project('unit', ['test/unit/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'], 10_000),
      project('contract', ['test/contract/**/*.test.ts'], 30_000),
      project('faults', ['test/faults/**/*.test.ts'], 30_000),
    ],
  },
});
