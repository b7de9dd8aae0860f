import { type FieldNode, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costError } from '../../../../src/schema/cost/cost-error.ts';
import { createUpstreamCost } from '../../../../src/schema/cost/upstream-cost.ts';
import { prefixTypes } from '../../../../src/schema/federation/type-prefix.ts';
import { encodeNodeId } from '../../../../src/schema/object-key.ts';
import { schema } from '../../../../src/schema/schema.ts';

const upstreamCost = createUpstreamCost(schema);
const foreseen = (query: string, variableValues: Record<string, unknown> = {}, operationName?: string) =>
  upstreamCost({ document: parse(query), variableValues, operationName });
const callsOf = (...request: Parameters<typeof foreseen>) => foreseen(...request).calls;

const hz = 'regionIds: ["cn-hangzhou"]';
const regions = (count: number) =>
  `regionIds: ${JSON.stringify(Array.from({ length: count }, (_, n) => `xx-region-${n}`))}`;
const page = (args: string, below: string) =>
  `sessions(${args}) { ... on SessionConnection { nodes { ${below} } } }`;
const names = 'connections { instance { name hostName } }';
const nested = (first: number) => `connections { instance { sessions(first: ${first}) { nodes { id } } } }`;
const sessionId = (n: number, region = 'cn-hangzhou') => encodeNodeId('Session', `${region}:s-${n}`);
const instanceId = (n: number, length = 1) =>
  encodeNodeId('Instance', `cn-hangzhou:i-${'x'.repeat(length)}${n}`);
const aliases = (count: number, field: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `a${n}: ${field(n)}`).join(' ');
/** Ten sessions and one instance, as a supergraph names them. */
const representations = `[${Array.from(
  { length: 10 },
  (_, n) => `{ __typename: "Session", regionId: "cn-hangzhou", sessionId: "s-${n}" }`,
).join(' ')} { __typename: "Instance", regionId: "cn-hangzhou", instanceId: "i-1" }]`;
const idsOf = (count: number, id: (n: number) => string) =>
  JSON.stringify(Array.from({ length: count }, (_, n) => id(n)));

describe('the upstream calls foreseen for', () => {
  it.each<[string, number, string]>([
    ['nothing', 0, '{ __typename }'],
    ['a region and an instance by their ids', 0, '{ region(regionId: "cn-x") { id } }'],
    ['a list: one call, and one for a page that is half read', 2, `{ ${page(hz, 'id')} }`],
    ['a list of 50 regions, 10 records', 60, `{ ${page(regions(50), 'id')} }`],
    ['a list of 50 regions, 100 records', 100, `{ ${page(`${regions(50)}, first: 100`, 'id')} }`],
    ['a filter', 12, `{ ${page(`${hz}, filter: { active: true }`, 'id')} }`],
    ['names of 5 × 20 instances, one of which may be missing', 4, `{ ${page(`${hz}, first: 5`, names)} }`],
    ['names of 100 × 20 instances', 23, `{ ${page(`${hz}, first: 100`, names)} }`],
    ['names of 100 × 20 instances of 30 regions', 139, `{ ${page(`${regions(30)}, first: 100`, names)} }`],
    ['names twice in one list', 23, `{ ${page(`${hz}, first: 100`, `${names} again: ${names}`)} }`],
    ['a list for each of 1 × 20 connections', 42, `{ ${page(`${hz}, first: 1`, nested(1))} }`],
    ['a list for each of 70 × 20 connections', 2802, `{ ${page(`${hz}, first: 70`, nested(1))} }`],
    ['one session', 1, '{ session(regionId: "cn-x", sessionId: "s-1") { __typename } }'],
    [
      'one session without an id, by listing',
      11,
      `{ node(id: "${encodeNodeId('Session', 'cn-x:#x')}") { id } }`,
    ],
    ['ten sessions', 10, `{ nodes(ids: ${idsOf(10, sessionId)}) { id } }`],
    ['a hundred sessions', 11, `{ nodes(ids: ${idsOf(100, sessionId)}) { id } }`],
    ['one session a hundred times', 1, `{ nodes(ids: ${idsOf(100, () => sessionId(1))}) { id } }`],
    [
      'sessions of two regions',
      2,
      `{ nodes(ids: ["${sessionId(1)}", "${sessionId(1, 'cn-beijing')}"]) { id } }`,
    ],
    [
      'instances of ten sessions',
      13,
      `{ nodes(ids: ${idsOf(10, sessionId)}) { ... on Session { ${names} } } }`,
    ],
    ['100 instances', 2, `{ nodes(ids: ${idsOf(100, instanceId)}) { ... on Instance { name } } }`],
    ['101 instances', 3, `{ nodes(ids: ${idsOf(101, instanceId)}) { ... on Instance { name } } }`],
    [
      '100 instances with ids of 200 characters',
      7,
      `{ nodes(ids: ${idsOf(100, (n) => instanceId(n, 200))}) { ... on Instance { name } } }`,
    ],
    [
      'instances by alias and by id together',
      2,
      `{ ${aliases(3, (n) => `instance(regionId: "cn-hangzhou", instanceId: "i-${n}") { name }`)}
         nodes(ids: ${idsOf(5, instanceId)}) { ... on Instance { name } } }`,
    ],
    [
      'an instance by its id beside one of a session',
      4,
      `{ instance(regionId: "cn-hangzhou", instanceId: "i-1") { name }
         session(regionId: "cn-hangzhou", sessionId: "s-1") { ... on Session { ${names} } } }`,
    ],
    ['regions', 1, '{ regions { regionId localName } again: regions { endpoint } }'],
    ['the lists of all regions', 61, '{ regions { sessions { nodes { id } } } }'],
    ['a list of a region', 2, '{ region(regionId: "cn-x") { sessions { nodes { id } } } }'],
    [
      'a list of a region with a filter',
      12,
      '{ region(regionId: "cn-x") { sessions(filter: {}) { nodes { id } } } }',
    ],
    ['a region’s own fields', 1, '{ region(regionId: "cn-x") { localName endpoint } }'],
    [
      'a list of an instance beside its name',
      4,
      '{ instance(regionId: "cn-x", instanceId: "i-1") { name sessions { nodes { id } } } }',
    ],
    ['a region named twice', 2, `{ ${page('regionIds: ["cn-x", "cn-x"]', 'id')} }`],
    ['a list under two aliases', 4, `{ a: ${page(hz, 'id')} b: ${page(hz, 'id')} }`],
    ['a list twice under one name', 2, `{ ${page(hz, 'id')} ${page(hz, 'sessionId')} }`],
    [
      'edges and nodes of one list',
      4,
      `{ ${page(`${hz}, first: 1`, `${names}`)} ${page(`${hz}, first: 1`, 'id').replace('nodes { id }', `edges { node { ${names} } }`)} }`,
    ],
    [
      'entities, as many nodes',
      14,
      `{ _entities(representations: ${representations}) { __typename ... on Session { ${names} } ... on Instance { name } } }`,
    ],
    ['2,000 instances', 21, `{ nodes(ids: ${idsOf(2000, instanceId)}) { ... on Instance { name } } }`],
    [
      'more than 2,000, which are refused',
      21,
      `{ nodes(ids: ${idsOf(2100, instanceId)}) { ... on Instance { name } } }`,
    ],
    [
      'an instance that two types select',
      2,
      `{ node(id: "${instanceId(1)}") { ... on Instance { name } ... on Node { ... on Instance { hostName } } } }`,
    ],
    ['the schema', 0, '{ __schema { types { name } } }'],
    ['what is malformed', 0, '{ node(id: "x") { id } }'],
    ['what is malformed among others', 1, `{ nodes(ids: ["x", "${sessionId(1)}", ""]) { id } }`],
    ['a representation that is none', 0, '{ _entities(representations: [7, "x", [], {}]) { __typename } }'],
    ['an id that hides a hostile region', 0, `{ node(id: "${sessionId(1, 'a@evil.example/')}") { id } }`],
  ])('%s', (_what, calls, query) => {
    const cost = foreseen(query);
    expect(cost.calls).toBe(calls);
    // Asked again, and added up field by field, it is the same.
    expect(foreseen(query).calls).toBe(calls);
    expect(cost.parts().reduce((sum, part) => sum + part.calls, 0)).toBe(calls);
    expect(cost.with(new Map())).toBe(calls);
  });

  it('a schema with a prefix is the same', () => {
    const cost = createUpstreamCost(prefixTypes(schema, 'Ecs'));
    const document = parse(
      `{ sessions(${hz}, first: 70) { ... on EcsSessionConnection { nodes { ${nested(1)} } } } }`,
    );
    expect(cost({ document }).calls).toBe(2802);
  });

  it('one operation of several is its own', () => {
    const query = `query A { ${page(hz, 'id')} } query B { regions { regionId } }`;
    expect([callsOf(query, {}, 'A'), callsOf(query, {}, 'B'), callsOf(query)]).toEqual([2, 1, 0]);
  });
});

const threeAccounts = createUpstreamCost(schema, { accounts: 3 });
const most = 150;
const who = '... on SessionConnection { nodes { principal { name } } }';
const end = (args: string, below = '__typename') => `endSession(${args}) { ${below} }`;
const ended = 'regionId: "cn-x", sessionId: "s-1"';
const ofSession = (below: string) => `... on EndSessionPayload { session { ${below} } }`;
const assistants = 'connections { instance { assistant { running } } }';
const accountId = (n: number) => encodeNodeId('CloudAccount', `100000000000000${n}`);
const inAccount = (n: number, region = 'cn-x') => encodeNodeId('Region', `100000000000000${n}:${region}`);

describe('the upstream calls foreseen where there are three accounts, for', () => {
  it.each<[string, number, string]>([
    ['accounts', 0, '{ accounts { name } account(accountId: "prod") { name } }'],
    ['an id that STS may have to say', 1, '{ accounts { accountId } again: accounts { accountId } }'],
    [
      'an account by an id that STS may have to say',
      1,
      '{ account(accountId: "1000000000000001") { name } }',
    ],

    [
      'a list over every region: the regions of each account, 50 of them, 10 half read',
      3 + 50 + 10,
      `{ ${page('first: 10', 'id')} }`,
    ],
    ['a list over every region of one account', 1 + 50 + 10, `{ ${page('accountIds: ["prod"]', 'id')} }`],
    ['a list over one region of each account', 3 + 3, `{ ${page(hz, 'id')} }`],
    [
      'a list over two regions of two accounts',
      4 + 4,
      `{ ${page(`${regions(2)}, accountIds: ["a", "b", "a"]`, 'id')} }`,
    ],
    [
      'more accounts than there are',
      3 + 3,
      `{ ${page(`${hz}, accountIds: ["a", "b", "c", "d", "e"]`, 'id')} }`,
    ],
    ['more regions than a list may have', 50 + 10, `{ ${page(regions(40), 'id')} }`],
    [
      'no account and no region, which is refused',
      0,
      `{ ${page('accountIds: []', 'id')} b: ${page('regionIds: []', 'id')} }`,
    ],
    ['a filter over every region', 3 + 50 + 11, `{ ${page('filter: { active: true }', 'id')} }`],
    [
      'names of principals to filter by',
      3 + 50 + 11 + 6,
      `{ ${page('filter: { principalNames: ["a", "b"] }', 'id')} }`,
    ],
    [
      'names of principals to filter by, in one account',
      1 + 11 + 2,
      `{ ${page(`${hz}, accountIds: ["a"], filter: { principalNames: ["a"] }`, 'id')} }`,
    ],
    [
      'no names, as a condition that is none',
      1 + 11,
      `{ ${page(`${hz}, accountIds: ["a"], filter: { principalNames: null }`, 'id')} }`,
    ],

    ['principals of a list over three accounts', 3 + 50 + 10 + 6, `{ sessions(first: 10) { ${who} } }`],
    [
      'principals of a hundred sessions',
      2 + 2,
      `{ sessions(${hz}, accountIds: ["a"], first: 100) { ${who} } }`,
    ],
    [
      'principals of one account twice',
      2 + 2 + 2,
      `{ a: sessions(${hz}, accountIds: ["a"]) { ${who} } b: sessions(${regions(1)}, accountIds: ["a"]) { ${who} } }`,
    ],
    [
      'principals of two accounts',
      2 + 2 + 4,
      `{ a: sessions(${hz}, accountIds: ["a"]) { ${who} } b: sessions(${hz}, accountIds: ["b"]) { ${who} } }`,
    ],
    [
      'a principal of one session',
      1 + 2,
      '{ session(accountId: "a", regionId: "cn-x", sessionId: "s-1") { ... on Session { principal { name } } } }',
    ],

    ['regions of all accounts', 3, '{ regions { regionId localName } }'],
    ['regions of one account', 1, '{ regions(accountId: "prod") { regionId localName } }'],
    ['regions of each account', 3, '{ accounts { regions { regionId localName } } regions { regionId } }'],
    ['lists of every region of every account', 3 + 180, '{ regions { sessions { nodes { id } } } }'],
    [
      'lists of every region of one account',
      1 + 60,
      '{ regions(accountId: "prod") { sessions { nodes { id } } } }',
    ],
    ['lists of accounts', 3 + 180, '{ accounts { sessions { nodes { id } } } }'],
    [
      'lists of accounts in two regions each',
      3 * 4,
      `{ accounts { sessions(${regions(2)}) { nodes { id } } } }`,
    ],
    ['the list of an account', 1 + 60, '{ account(accountId: "prod") { sessions { nodes { id } } } }'],
    [
      'the list of an account of a session, with principals',
      2 + 61 + 2,
      `{ sessions(${hz}, accountIds: ["a"]) { ... on SessionConnection { nodes { account { sessions { nodes { principal { name } } } } } } } }`,
    ],

    ['recordings of all regions', 3 + 90, '{ accounts { name regions { regionId recording { enabled } } } }'],
    [
      'recordings of all regions in other words',
      3 + 90,
      '{ regions { recording { enabled } again: recording { ossDeliveries { bucketName } } } b: regions { recording { enabled } } }',
    ],
    [
      'recordings of the regions of an account',
      1 + 30,
      '{ account(accountId: "prod") { regions { recording { enabled } } } }',
    ],
    [
      'the recording of a region',
      1,
      '{ region(accountId: "a", regionId: "cn-x") { recording { enabled } } }',
    ],
    [
      'the recordings of regions by their ids',
      3,
      `{ nodes(ids: ["${inAccount(1)}", "${inAccount(2)}", "${inAccount(1, 'cn-y')}", "${inAccount(1)}"]) { ... on Region { recording { enabled } } } }`,
    ],
    [
      'the recording of none of the named objects',
      0,
      `{ nodes(ids: ["${accountId(1)}"]) { ... on Region { recording { enabled } } } }`,
    ],
    ['switches of all accounts', 3 + 3, '{ accounts { sessionManagerEnabled } }'],
    [
      'the switch of the account of a hundred sessions',
      2 + 2,
      `{ sessions(${hz}, accountIds: ["a"], first: 100) { ... on SessionConnection { nodes { account { sessionManagerEnabled } } } } }`,
    ],
    [
      'accounts by their ids',
      2 + 2,
      `{ nodes(ids: ["${accountId(1)}", "${accountId(2)}"]) { ... on CloudAccount { sessionManagerEnabled } } }`,
    ],

    [
      'agents of 10 × 20 instances in one region',
      2 + 4,
      `{ ${page(`${hz}, accountIds: ["a"]`, assistants)} }`,
    ],
    [
      'agents and names of 10 × 20 instances',
      2 + 4 + 2 + 1,
      `{ ${page(`${hz}, accountIds: ["a"]`, `${assistants} ${names}`)} }`,
    ],
    [
      'agents over every region, ten of which have sessions on the page',
      63 + 9 + 4,
      `{ ${page('first: 10', assistants)} }`,
    ],
    ['names over every region', 63 + 11 + 10, `{ ${page('first: 10', names)} }`],
    [
      'the agent of an instance',
      1,
      '{ instance(accountId: "a", regionId: "cn-x", instanceId: "i-1") { assistant { version } again: assistant { running } } }',
    ],
    [
      'instances of the same id in two accounts',
      4,
      `{ a: instance(accountId: "a", regionId: "cn-x", instanceId: "i-1") { name } b: instance(accountId: "b", regionId: "cn-x", instanceId: "i-1") { name } }`,
    ],

    ['ending a session', 3, `mutation { ${end(ended)} }`],
    [
      'ending a session, and the names of its instances',
      3 + 2,
      `mutation { ${end(ended, ofSession(names))} }`,
    ],
    [
      'ending a session, and who had opened it',
      3 + 2,
      `mutation { ${end(ended, ofSession('principal { name }'))} }`,
    ],
    [
      'ending two sessions, the second of which is refused',
      6,
      `mutation { a: ${end(ended)} b: ${end(ended)} }`,
    ],
    ['ending a session twice under one name', 3, `mutation { ${end(ended)} ${end(ended)} }`],
    ['nothing that changes', 0, 'mutation { __typename }'],
  ])('%s', (_what, calls, query) => {
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const cost = threeAccounts({ document });
    expect(cost.calls).toBe(calls);
    expect(threeAccounts({ document }).calls).toBe(calls);
    expect(cost.parts().reduce((sum, part) => sum + part.calls, 0)).toBe(calls);
    // With fewer accounts it never costs more.
    expect(createUpstreamCost(schema, { accounts: 2 })({ document }).calls).toBeLessThanOrEqual(calls);
    expect(upstreamCost({ document }).calls).toBeLessThanOrEqual(calls);
  });

  it.each([
    '{ sessions(first: 10) { ... on SessionConnection { nodes { principal { name } } } } }',
    '{ accounts { name regions { regionId recording { enabled } } } }',
    '{ sessions(first: 10) { ... on SessionConnection { nodes { principal { name } connections { instance { name } } } } } }',
    '{ accounts { name accountId sessionManagerEnabled } }',
  ])('and so by default this is allowed: %s', (query) => {
    expect(costError(threeAccounts({ document: parse(query) }), most)).toBeUndefined();
  });

  it.each([
    ['accounts', '{ accounts { sessions { nodes { id } } } }'],
    ['accounts in other words', '{ all: accounts { theirs: sessions(first: 50) { nodes { id } } } }'],
    ['regions', '{ regions { sessions { nodes { id } } } }'],
    ['regions of accounts', '{ accounts { regions { sessions { nodes { id } } } } }'],
  ])('and a list for each of %s is refused, and the list to ask instead is named', (_what, query) => {
    const error = costError(threeAccounts({ document: parse(query) }), most);
    expect(error).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
    expect(error?.message).toContain(
      'The field sessions of Query reads several accounts and regions as one list: sessions(accountIds: […], regionIds: […]).',
    );
    expect(
      costError(threeAccounts({ document: parse(`{ ${page('first: 50', 'id')} }`) }), most),
    ).toBeUndefined();
  });

  it('and a list over every region is told how many to name, which then fits', () => {
    const query = (args: string) => `{ ${page(`first: 10, ${args}`, 'id')} }`;
    const cost = threeAccounts({ document: parse(query('filter: { active: true }')) });
    const message = costError(cost, 40)?.message ?? '';
    expect(message).toContain('sessions(every region, first: 10)');
    expect(message).not.toContain('The field sessions of Query');
    const [, count] = /With regionIds of up to (\d+) regions in sessions it would fit\.$/.exec(message) ?? [];
    const withRegions = (number: number) =>
      threeAccounts({ document: parse(query(`filter: { active: true }, ${regions(number)}`)) }).calls;
    expect(withRegions(Number(count))).toBeLessThanOrEqual(40);
    expect(withRegions(Number(count) + 1)).toBeGreaterThan(40);
  });
});

describe('fields that may be left out', () => {
  const list = page(hz, 'id');
  const query = (conditions: string, type = 'Boolean!') =>
    `query ($yes: ${type}, $no: ${type}) { __typename ${conditions} }`;

  it.each<[string, number]>([
    [`l: ${list.replace(' {', ' @skip(if: true) {')}`, 0],
    [`l: ${list.replace(' {', ' @skip(if: $no) {')}`, 2],
    [`l: ${list.replace(' {', ' @include(if: $no) {')}`, 0],
    [`l: ${list.replace(' {', ' @include(if: $yes) @skip(if: $yes) {')}`, 0],
    ['...F @include(if: $no)', 0],
    ['...F @include(if: $no) ...F', 2],
    ['...F ...F @include(if: $no)', 2],
    ['...F @skip(if: $no) ...F @skip(if: $yes)', 2],
    ['... @skip(if: $yes) { ...F } ... @skip(if: $no) { ...F }', 2],
    ['... @include(if: $no) { ...F } ... @skip(if: $yes) { ...G }', 0],
    ['...G ...G @skip(if: $yes)', 2],
  ])('%s', (conditions, calls) => {
    const fragments = `fragment F on Query { l: ${list} } fragment G on Query { ...F @include(if: $yes) ...F @include(if: $no) }`;
    const values = { yes: true, no: false };
    for (let time = 0; time < 3; time++)
      expect(callsOf(`${query(conditions)} ${fragments}`, values)).toBe(calls);
    expect(callsOf(`${query(conditions)} ${fragments}`, { yes: 'x' }), 'variables that do not fit').toBe(0);
  });

  it('are counted anew for each request of one document', () => {
    const document = parse(`query ($on: Boolean!) { ${list.replace(' {', ' @include(if: $on) {')} }`);
    const calls = [true, false, true].map((on) => upstreamCost({ document, variableValues: { on } }).calls);
    expect(calls).toEqual([2, 0, 2]);
  });

  it('are counted anew for a document that shares its operation with another', () => {
    const cheap = parse(`{ ...F } fragment F on Query { __typename }`);
    const costly = parse(`{ ...F } fragment F on Query { ${list} }`);
    const shared = {
      ...costly,
      definitions: [...cheap.definitions.slice(0, 1), ...costly.definitions.slice(1)],
    };
    const calls = [cheap, shared, cheap, shared].map((document) => upstreamCost({ document }).calls);
    expect(calls).toEqual([0, 2, 0, 2]);
  });

  it('nothing is thrown for null where none may stand: that is the executor’s to say', () => {
    const maybe = query(`l: ${list.replace(' {', ' @skip(if: $no) {')}`, 'Boolean = true');
    expect(callsOf(maybe, { no: null })).toBe(0);
    const one = `query ($r: RegionId = "cn-a") { region(regionId: $r) { localName } }`;
    expect([callsOf(one), callsOf(one, { r: null })]).toEqual([1, 0]);
    // Null is every region where it may stand.
    const all = `query ($r: [RegionId!] = ["cn-a"]) { sessions(regionIds: $r) { __typename } }`;
    expect([callsOf(all), callsOf(all, { r: null })]).toEqual([2, 61]);
  });
});

describe('the refusal of a request that may cost too much', () => {
  const messageOf = (query: string, most: number) => costError(foreseen(query), most)?.message ?? '';

  it('is none for one that may not', () => {
    expect(costError(foreseen(`{ ${page(hz, 'id')} }`), 2)).toBeUndefined();
    expect(costError(foreseen(`{ ${page(hz, 'id')} }`), 1)).toMatchObject({
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('says which number to lower, and with that number the request is served', () => {
    const message = messageOf(`{ ${page(`${hz}, first: 70`, nested(1))} }`, 150);
    expect(message).toContain('may cost 2802 upstream calls, more than the 150');
    expect(message).toContain('2800 for sessions(first: 70) × connections × sessions(first: 1)');
    expect(message).toContain('With first: 3 in sessions it would fit.');
    expect(callsOf(`{ ${page(`${hz}, first: 3`, nested(1))} }`)).toBeLessThanOrEqual(150);
    expect(callsOf(`{ ${page(`${hz}, first: 4`, nested(1))} }`)).toBeGreaterThan(150);
  });

  it('says how many regions would fit, where the size of the page is not what costs', () => {
    const message = messageOf(`{ ${page(`${regions(50)}, first: 1, filter: { active: true }`, 'id')} }`, 40);
    expect(message).toContain('With 29 regions in sessions it would fit.');
    expect(callsOf(`{ ${page(`${regions(29)}, first: 1, filter: { active: true }`, 'id')} }`)).toBe(40);
  });

  it('says what to leave out, where no number helps', () => {
    const message = messageOf(`{ ${page(`${hz}, first: 1`, nested(1))} }`, 20);
    expect(message).toContain('Without sessions × connections × sessions it would cost 2');
  });

  it('names fields as the document does', () => {
    const message = messageOf(`{ ${aliases(3, (n) => page(`${regions(40 + n)}, first: 50`, 'id'))} }`, 210);
    expect(message).toContain('84 for a2(42 regions, first: 50), 82 for a1(41 regions, first: 50)');
    const hint = /With first: (\d+) in (\w+) it would fit/.exec(message);
    const document = parse(`{ ${aliases(3, (n) => page(`${regions(40 + n)}, first: 50`, 'id'))} }`);
    const fields: FieldNode[] = [];
    for (const definition of document.definitions) {
      if (definition.kind !== 'OperationDefinition') continue;
      for (const field of definition.selectionSet.selections) if (field.kind === 'Field') fields.push(field);
    }
    const hinted = fields.find(({ alias }) => alias?.value === hint?.[2]);
    const changes = new Map(hinted ? [[hinted, { first: Number(hint?.[1]) }]] : []);
    expect(changes.size).toBe(1);
    expect(upstreamCost({ document }).with(changes)).toBeLessThanOrEqual(210);
  });
});
