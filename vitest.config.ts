import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql comes as CommonJS and as ES modules: Vite would take the second, all other packages take the first.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // The Alibaba Cloud packages are CommonJS; with interop on, their default exports come out one level off.
    deps: { interopDefault: false },
    testTimeout: 30_000,
    globalSetup: ['test/suite-log.ts', 'test/build.ts'],
  },
});
