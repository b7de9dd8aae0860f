import { encodeNodeId } from '../../../src/schema/object-key.ts';

/** Below `limit`, from 0. */
export type Next = (limit: number) => number;

/** A request whose fields cost upstream calls, with conditions and fragments wherever they may stand. */
export interface CostlyDocument {
  query: string;
  variables: Record<string, unknown>;
}

/** Regions and ids that the documents ask for; those that are none of the upstream's cost as much. */
export interface Known {
  regionIds: readonly string[];
  sessionIds: readonly string[];
  instanceIds: readonly string[];
  /** Names and ids of accounts, where there are several. */
  accounts?: readonly string[];
}

/** Writes one. Nothing in it is refused for its arguments, so that each field costs what it may. */
export function costlyDocument(next: Next, known: Known): CostlyDocument {
  const fragments: string[] = [];
  const of = <T>(items: readonly T[]): T | undefined => items[next(items.length)];
  const quoted = (text: string | undefined) => JSON.stringify(text ?? '');
  const regionId = () => quoted(of(known.regionIds));
  const sessionId = () => (next(5) === 0 ? `s-none${next(30)}` : (of(known.sessionIds) ?? 's-x'));
  const instanceId = () => (next(5) === 0 ? `i-none${next(300)}` : (of(known.instanceIds) ?? 'i-x'));
  /** Where there are several accounts, one record needs the one that it is of. */
  const { accounts = [] } = known;
  const account = () => (accounts.length > 0 ? `accountId: ${quoted(of(accounts))}, ` : '');
  const accountsOrAll = () =>
    accounts.length > 0 && next(2) === 0
      ? `accountIds: [${some(1 + next(2), () => quoted(of(accounts))).join(', ')}], `
      : '';
  const regionsOrAll = () =>
    next(4) === 0 ? '' : `regionIds: [${some(1 + next(3), regionId).join(', ')}], `;
  const some = (count: number, write: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => write(n));

  /** Mostly none; conditions of literals and of variables, alone and both. */
  const condition = () => {
    const value = () => of(['true', 'false', '$yes', '$no', '$usually']);
    return (
      [
        ` @include(if: ${value()})`,
        ` @skip(if: ${value()})`,
        ` @skip(if: ${value()}) @include(if: ${value()})`,
      ][next(12)] ?? ''
    );
  };

  /** A selection set, some of it moved to fragments that are spread once or twice. */
  const selection = (type: string, fields: string[]) => {
    const [kept, moved] = [fields.filter((_, n) => n % 2 === 0), fields.filter((_, n) => n % 2 === 1)];
    if (next(3) > 0 || moved.length === 0) return `{ __typename ${fields.join(' ')} }`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${type} { __typename ${moved.join(' ')} }`);
    const spreads = some(1 + next(2), () =>
      next(2) === 0
        ? `...${name}${condition()}`
        : `... on ${type}${condition()} { ...${name}${condition()} }`,
    );
    return `{ __typename ${kept.join(' ')} ${spreads.join(' ')} }`;
  };

  /** The same name stands for the same field with the same arguments, or the document would not be valid. */
  let names = 0;
  const field = (text: string) => `n${names++}: ${text}`;

  const filter = () => of(['', '', '', ', filter: { active: true }', ', filter: { usernames: ["root"] }']);
  const listArgs = () => `first: ${1 + next(3)}${filter()}`;

  const connection = (depth: number): string => {
    const nodes = () => `nodes${condition()} ${session(depth)}`;
    const edges = () => `edges${condition()} { node ${session(depth)} cursor }`;
    const ways = [[nodes], [edges], [nodes, edges]][next(3)] ?? [];
    return selection('SessionConnection', [...ways.map((way) => way()), 'pageInfo { endCursor }']);
  };
  const cloudAccount = (depth: number): string =>
    selection('CloudAccount', [
      'name',
      ...some(next(2), () => field(`${of(['accountId', 'sessionManagerEnabled'])}${condition()}`)),
      ...some(depth < 1 ? next(2) : 0, () => field(`regions${condition()} ${region(depth + 1)}`)),
      ...some(depth < 1 ? next(2) : 0, () =>
        field(`sessions(${regionsOrAll()}${listArgs()})${condition()} ${connection(depth + 1)}`),
      ),
    ]);
  const session = (depth: number): string =>
    selection('Session', [
      'id',
      ...some(next(2), () => field(`principal${condition()} { name sessionName }`)),
      ...some(next(2), () => field(`account${condition()} ${cloudAccount(depth + 1)}`)),
      ...some(next(3), () =>
        field(`connections${condition()} { status instance${condition()} ${instance(depth)} }`),
      ),
    ]);
  const instance = (depth: number): string =>
    selection('Instance', [
      'instanceId',
      ...some(next(3), () =>
        field(`${of(['name', 'hostName', 'zoneId', 'privateIpAddresses'])}${condition()}`),
      ),
      ...some(next(2), () => field(`${of(['tags', 'tags', 'assistant'])}${condition()} { __typename }`)),
      ...(depth < 1 && next(3) === 0
        ? some(1, () => field(`sessions(${listArgs()})${condition()} ${connection(depth + 1)}`))
        : []),
    ]);
  const region = (depth: number): string =>
    selection('Region', [
      'regionId',
      ...some(next(2), () => field(`${of(['localName', 'endpoint'])}${condition()}`)),
      ...some(next(2), () => field(`recording${condition()} { enabled }`)),
      ...some(1 + next(2), () => field(`sessions(${listArgs()})${condition()} ${connection(depth + 1)}`)),
    ]);
  const machines = () =>
    selection('InstanceConnection', [`nodes${condition()} ${instance(0)}`, 'pageInfo { endCursor }']);
  const anyNode = () =>
    `{ id ... on Session ${session(1)} ... on Instance ${instance(1)} ... on Region ${region(1)} ... on CloudAccount ${cloudAccount(1)} }`;

  const nodeId = () => {
    if (next(8) === 0) return encodeNodeId('CloudAccount', 'own');
    const id = of([
      ['Session', `:${sessionId()}`],
      ['Session', `:#${sessionId()}`],
      ['Instance', `:${instanceId()}`],
      ['Region', ''],
      ['Session', `:${sessionId()}`],
      ['Instance', `:${instanceId()}`],
    ]);
    return encodeNodeId(id?.[0] ?? '', `${of(known.regionIds)}${id?.[1]}`);
  };
  const representation = () =>
    of([
      `{ __typename: "Session", ${account()}regionId: ${regionId()}, sessionId: ${quoted(sessionId())} }`,
      `{ __typename: "Instance", ${account()}regionId: ${regionId()}, instanceId: ${quoted(instanceId())} }`,
      `{ __typename: "Region", ${account()}regionId: ${regionId()} }`,
    ]);

  const roots = [
    () =>
      `sessions(${accountsOrAll()}${regionsOrAll()}${listArgs()})${condition()} { ... on SessionConnection ${connection(0)} ... on GatewayError { code message } }`,
    () =>
      `session(${account()}regionId: ${regionId()}, sessionId: ${quoted(sessionId())})${condition()} { ... on Session ${session(1)} ... on GatewayError { code } }`,
    () => `region(${account()}regionId: ${regionId()})${condition()} ${region(0)}`,
    () =>
      `instance(${account()}regionId: ${regionId()}, instanceId: ${quoted(instanceId())})${condition()} ${instance(0)}`,
    () =>
      `regions${accounts.length > 0 && next(2) === 0 ? `(accountId: ${quoted(of(accounts))})` : ''}${condition()} ${region(1)}`,
    () => `accounts${condition()} ${cloudAccount(0)}`,
    () => `account(accountId: ${quoted(of(known.accounts ?? ['default']))})${condition()} ${cloudAccount(0)}`,
    () =>
      `instances(${accountsOrAll()}${regionsOrAll()}name: ${quoted(of(['*', 'web-*', 'none']))}, first: ${1 + next(3)})${condition()} ${machines()}`,
    () => `node(id: "${nodeId()}")${condition()} ${anyNode()}`,
    () => `nodes(ids: ${JSON.stringify(some(1 + next(20), nodeId))})${condition()} ${anyNode()}`,
    () =>
      `_entities(representations: [${some(1 + next(20), () => representation() ?? '').join(', ')}])${condition()} { __typename ... on Session ${session(1)} ... on Instance ${instance(1)} }`,
  ];
  const body = selection(
    'Query',
    some(1 + next(4), () => field(roots[next(roots.length)]?.() ?? '__typename')),
  );
  const declared = ['$yes: Boolean!', '$no: Boolean!', '$usually: Boolean! = true'];
  const text = `${body} ${fragments.join(' ')}`;
  // A variable that nothing uses would not be valid.
  const used = declared.filter((declaration) => text.includes(`${declaration.split(':')[0]})`));
  return {
    query: `query ${used.length > 0 ? `(${used.join(', ')})` : ''} ${text}`,
    variables: next(2) === 0 ? { yes: true, no: false } : { yes: false, no: true, usually: false },
  };
}
