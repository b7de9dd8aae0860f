import { describe, expect, it } from 'vitest';
import { type Answer, startPair } from './support/gateway.ts';

describe('INTROSPECTION=off', () => {
  it('hides the schema, the SDL of the subgraph, and suggestions; data is served', async () => {
    const closed = await startPair({ INTROSPECTION: 'off' });
    try {
      for (const query of [
        '{ __schema { types { name } } }',
        '{ __type(name: "Session") { name } }',
        '{ _service { sdl } }',
      ]) {
        const { data, errors } = await closed.ask(query);
        expect(data).toBeUndefined();
        expect(errors?.[0]?.message).toMatch(/introspection/i);
      }
      const misspelt: Answer = await closed.ask('{ session { id } regionz { regionId } }');
      expect(JSON.stringify(misspelt)).not.toMatch(/did you mean/i);
      const variable: Answer = await closed.ask(
        'query ($f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $f) { __typename } }',
        { f: { usernamez: [] } },
      );
      expect(variable.errors).toMatchObject([{ message: expect.stringContaining('usernamez') }]);
      expect(JSON.stringify(variable)).not.toMatch(/did you mean/i);
      expect((await closed.ask('{ regions { regionId } }')).errors).toBeUndefined();
      expect((await closed.ask('{ _entities(representations: []) { __typename } }')).errors).toBeUndefined();
    } finally {
      await closed.close();
    }
  });
});
