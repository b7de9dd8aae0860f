import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The Alibaba Cloud packages are CommonJS; with interop on, their default exports come out one level off.
    deps: { interopDefault: false },
    testTimeout: 30_000,
  },
});
