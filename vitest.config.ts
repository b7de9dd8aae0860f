import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

type Options = NonNullable<TestProjectInlineConfiguration['test']>;

/** The tests of one folder, at one distance from the code. */
const project = (name: string, options: Options): TestProjectInlineConfiguration => ({
  // graphql comes as CommonJS and as ES modules: Vite would take the second, all other packages take the first.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    // The Alibaba Cloud packages are CommonJS; with interop on, their default exports come out one level off.
    deps: { interopDefault: false },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // All cores: by itself Vitest leaves one of them free, which is half of a machine that has two.
    maxWorkers: '100%',
    ...options,
  },
});

/*
 * Projects of one groupOrder run side by side, and those of a higher one afterwards: what waits for processes and
 * browsers within a time limit never shares the machine with what keeps it busy.
 */
export default defineConfig({
  test: {
    globalSetup: 'test/support/suite-log.ts',
    projects: [
      project('unit', { sequence: { groupOrder: 0 } }),
      project('integration', { sequence: { groupOrder: 0 } }),
      project('e2e', { sequence: { groupOrder: 1 }, globalSetup: 'test/support/build.ts' }),
      project('soak', { sequence: { groupOrder: 2 }, globalSetup: 'test/support/build.ts' }),
    ],
  },
});
