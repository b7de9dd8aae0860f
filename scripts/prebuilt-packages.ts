/** A package that somebody else's package holds as built code, so that no build of ours can see it. */
export interface PrebuiltPackage {
  name: string;
  /** Absent where the built code does not say. */
  version?: string;
  /** SPDX id. */
  license: string;
  /** Its author where the package comes without a notice. */
  copyright: string;
}

/*
 * `@graphql-yoga/render-graphiql` is GraphiQL in one file, minified, with no notices in it. The list comes from the
 * dependencies of Yoga's packages/graphiql, and from the paths and versions that the file still holds.
 */
const renderGraphiql = {
  version: '5.24.1',
  packages: [
    ...mit('Copyright (c) 2021 GraphQL Contributors', {
      '@graphiql/plugin-doc-explorer': '',
      '@graphiql/plugin-explorer': '',
      '@graphiql/plugin-history': '',
      '@graphiql/react': '',
      '@graphiql/toolkit': '',
      graphiql: '',
      'graphql-language-service': '5.5.1',
      'monaco-graphql': '1.8.0',
    }),
    ...mit('Copyright (c) Facebook, Inc. and its affiliates.', { 'graphiql-explorer': '' }),
    ...mit('Copyright (c) GraphQL Contributors', { dataloader: '', graphql: '17.0.2' }),
    ...mit('Copyright (c) Meta Platforms, Inc. and affiliates.', {
      react: '19.2.0',
      'react-compiler-runtime': '',
      'react-dom': '19.2.0',
      scheduler: '',
      'use-sync-external-store': '',
    }),
    ...mit('Copyright (c) 2016 - present Microsoft Corporation', { 'monaco-editor': '0.52.2' }),
    ...mit('Copyright (c) Microsoft Corporation', {
      'jsonc-parser': '',
      'vscode-languageserver-types': '3.17.5',
    }),
    ...mit('Copyright (c) 2020 Tailwind Labs', { '@headlessui/react': '' }),
    ...mit('Copyright (c) 2022 WorkOS', { '@radix-ui/react-*': '' }),
    ...mit('Copyright (c) 2021-present Floating UI contributors', { '@floating-ui/*': '' }),
    ...mit('Copyright (c) 2021-present Tanner Linsley', { '@tanstack/virtual-core': '' }),
    ...mit('Copyright (c) 2018 Framer B.V.', { 'framer-motion': '' }),
    ...mit('Copyright (c) 2024 Motion B.V.', { 'motion-dom': '' }),
    ...mit('Copyright (c) 2014 Vitaly Puzrin, Alex Kocharin', { 'markdown-it': '', mdurl: '' }),
    ...mit('Copyright (c) 2015 Vitaly Puzrin', { 'linkify-it': '' }),
    ...mit('Copyright Mathias Bynens', { 'punycode.js': '2.3.1' }),
    ...mit('Copyright (c) Jon Schlinkert', { 'picomatch-browser': '2.2.6', 'set-value': '' }),
    ...mit('Copyright (c) 2019 Paul Henschel', { zustand: '' }),
    ...mit('Copyright (c) Luke Edwards', { clsx: '' }),
    ...mit('Copyright (c) James Long and contributors', { prettier: '3.6.2' }),
    ...mit('Copyright (c) 2016 Andres Suarez', { nullthrows: '1.1.1' }),
    ...mit('Copyright (c) 2017 Anton Korzunov', {
      'aria-hidden': '',
      'react-remove-scroll': '',
      'use-sidecar': '',
    }),
    ...mit('Author: Dotan Simha', {
      '@graphql-tools/executor-*': '',
      '@graphql-tools/url-loader': '',
      '@graphql-tools/utils': '',
    }),
    ...mit('Author: Arda TANRIKULU', { '@whatwg-node/*': '' }),
    ...mit('Copyright (c) 2020 Arda TANRIKULU', { 'json-bigint-patch': '' }),
    ...mit('Copyright (c) 2020 Denis Badurina', { 'graphql-ws': '' }),
    ...mit('Copyright (c) Marais Rossouw', { meros: '' }),
    ...mit('Copyright (c) 2020-present Laurin Quast', { '@n1ru4l/push-pull-async-iterable-iterator': '' }),
    ...mit('Copyright 2019 Brian Kim', { '@repeaterjs/repeater': '' }),
    { name: '@react-aria/*', license: 'Apache-2.0', copyright: 'Copyright 2019 Adobe' },
    { name: '@swc/helpers', license: 'Apache-2.0', copyright: 'Copyright 2024 SWC contributors' },
    {
      name: 'dompurify',
      version: '3.1.7',
      license: 'MPL-2.0 OR Apache-2.0',
      copyright: 'Copyright Dr.-Ing. Mario Heiderich, Cure53',
    },
    { name: 'entities', license: 'BSD-2-Clause', copyright: 'Copyright (c) Felix Böhm' },
    { name: 'Codicons (font)', license: 'CC-BY-4.0', copyright: 'Copyright (c) Microsoft Corporation' },
    {
      name: 'Fira Code (font)',
      license: 'OFL-1.1',
      copyright: 'Copyright (c) 2014, The Fira Code Project Authors',
    },
    { name: 'Roboto (font)', license: 'Apache-2.0', copyright: 'Copyright 2011 Google Inc.' },
  ] as readonly PrebuiltPackage[],
};

/** A version is '' where the built code does not say. */
function mit(copyright: string, versions: Record<string, string>): PrebuiltPackage[] {
  return Object.entries(versions).map(([name, version]) => ({
    name,
    ...(version !== '' && { version }),
    license: 'MIT',
    copyright,
  }));
}

/**
 * What a package holds as built code.
 *
 * @throws where that was written down for another version of it
 */
export function prebuiltInto(name: string, version: string): readonly PrebuiltPackage[] {
  if (name !== '@graphql-yoga/render-graphiql') return [];
  if (version === renderGraphiql.version) return renderGraphiql.packages;
  throw new Error(
    `${name} is ${version}, and scripts/prebuilt-packages.ts lists what ${renderGraphiql.version} holds: ` +
      'compare its graphiql.js and bring list and version up to date.',
  );
}
