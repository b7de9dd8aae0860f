import graphql from '@graphql-eslint/eslint-plugin';

/*
 * The printed SDLs, by GraphQL's own conventions and Relay's. Code is Biome's: there is no compiler API of TypeScript 7
 * for a linter to use.
 */

const rules = {
  ...graphql.configs['flat/schema-recommended'].rules,
  ...graphql.configs['flat/schema-relay'].rules,
  // Pages know no way back (ecs-api: NextToken alone), and `nodes` stands beside `edges`.
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // Values that nobody refetches.
  '@graphql-eslint/strict-id-in-types': [
    'error',
    {
      exceptions: {
        types: ['PageInfo', 'SessionScan', 'Principal', 'Tag', 'CloudAssistant', 'Recording'],
        suffixes: ['Error', 'Edge', 'Connection', 'Payload', 'Delivery'],
      },
    },
  ],
  // `Session.sessionId` and its like are the upstream's names.
  '@graphql-eslint/no-typename-prefix': 'off',
};

/**
 * The one exemption: `Connection` is the domain's word for one instance's connection within a session, and not a Relay
 * connection, which the Relay rules take it for by its name.
 */
let lines = [];
const exceptConnection = {
  meta: { name: 'except-connection' },
  preprocess(text) {
    lines = text.split('\n');
    return [text];
  },
  postprocess([messages]) {
    const isExempt = ({ ruleId, line }) =>
      ruleId?.startsWith('@graphql-eslint/relay-') &&
      /^type Connection \{|^ {2}connections: \[Connection!\]!$/.test(lines[line - 1]);
    return messages.filter((message) => !isExempt(message));
  },
};

const sdl = (schema, ownRules) => ({
  files: [schema],
  plugins: { '@graphql-eslint': graphql },
  processor: exceptConnection,
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
  rules: { ...rules, ...ownRules },
});

export default [
  sdl('schema/schema.graphql', {}),
  // Federation's directives come by @link, which only composition reads: examples/supergraph composes it.
  sdl('schema/subgraph.graphql', { '@graphql-eslint/known-directives': 'off' }),
];
