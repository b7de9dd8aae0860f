import fc from 'fast-check';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createCostCheck } from '../../../../src/schema/cost/cost-check.ts';
import { listSize } from '../../../../src/schema/cost/cost-rules.ts';
import { createUpstreamCost } from '../../../../src/schema/cost/upstream-cost.ts';
import { prefixTypes } from '../../../../src/schema/federation/type-prefix.ts';
import { schema } from '../../../../src/schema/schema.ts';
import { costlyDocument } from '../../../integration/support/costly-document.ts';

const upstreamCost = createUpstreamCost(schema);
const known = {
  regionIds: ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'],
  sessionIds: Array.from({ length: 40 }, (_, n) => `s-${n}`),
  instanceIds: Array.from({ length: 200 }, (_, n) => `i-${n}`),
};
/** Requests for pages of 1 to 3 records, or of many. */
const anyRequest = fc
  .tuple(fc.infiniteStream(fc.nat()), fc.constantFrom(1, 10, 33))
  .map(([numbers, factor]) => {
    const { query, variables } = costlyDocument((limit) => numbers.next().value % limit, known);
    const text = query.replaceAll(/first: (\d)/g, (_, first) => `first: ${Number(first) * factor}`);
    return { document: parse(text), variableValues: variables };
  });

/** The document with other arguments for the field of this response key, or without the field. */
function changed(document: DocumentNode, key: string, args: Record<string, unknown> | null): DocumentNode {
  return visit(document, {
    Field(node) {
      if ((node.alias ?? node.name).value !== key) return undefined;
      if (args === null) return null;
      const kept = (node.arguments ?? []).filter(({ name }) => !(name.value in args));
      const field = parse(
        `{ f(${Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)}) }`,
      ).definitions[0];
      const written =
        field?.kind === Kind.OPERATION_DEFINITION && field.selectionSet.selections[0]?.kind === Kind.FIELD
          ? (field.selectionSet.selections[0].arguments ?? [])
          : [];
      return { ...node, arguments: [...kept, ...written] };
    },
  });
}

describe('the check of a request against its maximum of upstream calls', () => {
  it('refuses exactly what may cost more, whatever is asked', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const { calls } = upstreamCost(request);
        for (const maxCalls of [0, calls - 1, calls, calls + 1, 100_000]) {
          const check = createCostCheck(schema, maxCalls);
          const errors = [check(request), check(request), check(request)].map((error) => error?.message);
          expect(new Set(errors).size, 'the same each time').toBe(1);
          expect(errors[0] === undefined).toBe(calls <= maxCalls);
          if (errors[0])
            expect(errors[0]).toContain(`may cost ${calls} upstream calls, more than the ${maxCalls} `);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives advice that holds: the change makes the request cheap enough, and a smaller one does not', () => {
    const given: string[] = [];
    fc.assert(
      fc.property(anyRequest, fc.double({ min: 0.2, max: 1, noNaN: true }), (request, share) => {
        const { calls } = upstreamCost(request);
        fc.pre(calls > 0);
        const maxCalls = Math.min(calls - 1, Math.floor(calls * share));
        const message = createCostCheck(schema, maxCalls)(request)?.message ?? '';
        const fieldAt = (path = '') => path.split(' × ').at(-1) ?? '';
        const argsAt = (path = '') => {
          const onPath = upstreamCost(request)
            .parts()
            .flatMap((part) => part.path);
          return onPath.find(({ node }) => (node.alias ?? node.name).value === fieldAt(path))?.args;
        };
        const callsWith = (path: string | undefined, args: Record<string, unknown> | null) =>
          upstreamCost({ ...request, document: changed(request.document, fieldAt(path), args) }).calls;

        const [, size, sized] = /With first: (\d+) in (.+) it would fit\.$/.exec(message) ?? [];
        const [, count, counted] = /With (\d+) regions in (.+) it would fit\.$/.exec(message) ?? [];
        const [, named, listed] =
          /With regionIds of up to (\d+) regions in (.+) it would fit\.$/.exec(message) ?? [];
        const [, left, cost] =
          /Without (.+) it would cost (\d+): request that part separately\.$/.exec(message) ?? [];
        if (size !== undefined) {
          given.push('first');
          expect(callsWith(sized, { first: Number(size) })).toBeLessThanOrEqual(maxCalls);
          expect(callsWith(sized, { first: Number(size) + 1 })).toBeGreaterThan(maxCalls);
        } else if (count !== undefined) {
          given.push('regions');
          const regionIds = [...new Set([Object(argsAt(counted)).regionIds].flat())];
          const callsOf = (length: number) => callsWith(counted, { regionIds: regionIds.slice(0, length) });
          expect(callsOf(Number(count))).toBeLessThanOrEqual(maxCalls);
          expect(callsOf(Number(count) + 1)).toBeGreaterThan(maxCalls);
        } else if (named !== undefined) {
          given.push('regionIds');
          const callsOf = (length: number) =>
            callsWith(listed, { regionIds: Array.from({ length }, (_, n) => `xx-r-${n}`) });
          expect(callsOf(Number(named))).toBeLessThanOrEqual(maxCalls);
          // A list is over 50 regions of accounts at most.
          if (Number(named) < 50) expect(callsOf(Number(named) + 1)).toBeGreaterThan(maxCalls);
        } else if (cost !== undefined) {
          given.push('without');
          expect(Number(cost)).toBeLessThanOrEqual(maxCalls);
          expect(callsWith(left, null)).toBe(Number(cost));
        } else {
          expect(message).toMatch(/\. Split it into several requests\.$/);
        }
      }),
      { numRuns: 400 },
    );
    expect(given.length, 'the property must not hold of nothing').toBeGreaterThan(50);
  });

  it('says to split a request where no single change makes it cheap enough', () => {
    const lists = Array.from(
      { length: 10 },
      (_, n) => `a${n}: region(regionId: "xx-r-${n}") { sessions { nodes { id } } }`,
    );
    const document = parse(`{ ${lists.join(' ')} }`);
    expect(createCostCheck(schema, 5)({ document })?.message).toMatch(/\. Split it into several requests\.$/);
    expect(createCostCheck(schema, 19)({ document })?.message).toContain(
      'it would cost 18: request that part',
    );
  });

  it('holds for a schema with a prefix', () => {
    const check = createCostCheck(prefixTypes(schema, 'Ecs'), 1);
    const list = 'sessions(regionIds: ["cn-hangzhou"]) { ... on EcsSessionConnection { nodes { id } } }';
    for (let time = 0; time < 3; time++) {
      expect(check({ document: parse(`{ ${list} }`) })).toMatchObject({
        extensions: { code: 'BAD_REQUEST', retryable: false },
      });
      expect(check({ document: parse('{ regions { regionId } }') })).toBeUndefined();
      expect(check({ document: parse('{ __typename }') })).toBeUndefined();
    }
  });

  it('names three fields at most, and says where there are others', () => {
    const fields = (count: number) =>
      Array.from(
        { length: count },
        (_, n) => `a${n}: region(regionId: "xx-r-${n}") { sessions { nodes { id } } }`,
      );
    const messageOf = (count: number) =>
      createCostCheck(schema, 1)({ document: parse(`{ ${fields(count).join(' ')} }`) })?.message ?? '';
    expect(messageOf(3)).not.toContain('and others');
    expect(messageOf(4)).toContain('and others');
    expect(messageOf(4).match(/2 for /g)).toHaveLength(3);
  });
});

describe('the cost with changes', () => {
  it('never rises with a smaller page, fewer regions or a field less', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const cost = upstreamCost(request);
        for (const { path } of cost.parts()) {
          const { node, args } = path.at(-1) ?? {};
          if (!node || !args) continue;
          expect(cost.with(new Map([[node, null]]))).toBeLessThanOrEqual(cost.calls);
          if (!('first' in args)) continue;
          const sizes = [1, 2, 3, 10, 99, 100].map((first) => cost.with(new Map([[node, { first }]])));
          expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
          const ids = Array.isArray(args.regionIds) ? [...new Set(args.regionIds)] : [];
          const counts = ids.map((_, index) =>
            cost.with(new Map([[node, { regionIds: ids.slice(0, index + 1) }]])),
          );
          expect(counts).toEqual([...counts].sort((a, b) => a - b));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the size of a page', () => {
  it.each([
    [undefined, 10],
    [null, 10],
    ['5', 10],
    [-1, 1],
    [0, 1],
    [1, 1],
    [100, 100],
    [101, 100],
  ])('for first: %j is %i', (first, size) => {
    expect(listSize(first)).toBe(size);
  });
});
