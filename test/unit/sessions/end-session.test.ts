import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../src/ecs/account.ts';
import type { PageOptions } from '../../../src/ecs/api.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError, SessionNotFoundError, UpstreamInternalError } from '../../../src/ecs/errors.ts';
import type { SessionsQuery } from '../../../src/ecs/page-query.ts';
import { readSession } from '../../../src/ecs/sdk/read-session.ts';
import { fullAccess } from '../../../src/sessions/access.ts';
import { createLoaders } from '../../../src/sessions/loaders.ts';
import { emptyApi } from '../ecs/empty-api.ts';
import { ownDirectory } from './support/own-account.ts';

const regionId = parseRegionId('cn-hangzhou');
const at = { accountKey: ownAccountKey, regionId };
const record = (status: string) =>
  readSession(
    at,
    { SessionId: 's-1', Connections: { Connection: [{ InstanceId: 'i-1', Status: status }] } },
    () => {},
  );

/** An upstream that notes what is asked of it, and one session in it: as it is before it is ended, and after. */
function upstream(statuses: readonly (string | Error)[]) {
  const done: string[] = [];
  let reads = 0;
  const api = {
    ...emptyApi,
    terminalSessions: async (_query: SessionsQuery, options?: PageOptions) => {
      done.push(options?.fresh ? 'read' : 'read from memory');
      const status = statuses[reads++];
      if (status instanceof Error) throw status;
      return { records: status === undefined ? [] : [record(status)], nextToken: null };
    },
    endSession: async () => {
      done.push('end');
    },
  };
  const loaders = createLoaders({ directory: ownDirectory, api }, { allowEndSession: true });
  const end = (announce: () => void = () => done.push('announce')) =>
    loaders.endSession({ regionId }, 's-1', announce);
  return { loaders, done, end };
}

describe('a session', () => {
  it('is read, announced, ended and read again, each once and in this order', async () => {
    const { done, end } = upstream(['Connected', 'Terminated']);
    expect((await end()).active).toBe(false);
    expect(done).toEqual(['read', 'announce', 'end', 'read']);
  });

  it('is not ended where that cannot be announced', async () => {
    const { done, end } = upstream(['Connected']);
    const full = new Error('the disk is full');
    await expect(
      end(() => {
        throw full;
      }),
    ).rejects.toBe(full);
    expect(done).toEqual(['read']);
  });

  it.each(['Terminated', 'Disconnected', 'Failed'])('that is %s is given as it is', async (status) => {
    const { done, end } = upstream([status]);
    expect(await end()).toMatchObject({ sessionId: 's-1', active: false });
    expect(done).toEqual(['read']);
  });

  it('that the region does not hold is not found, and not ended', async () => {
    const { done, end } = upstream([]);
    await expect(end()).rejects.toThrow(SessionNotFoundError);
    expect(done).toEqual(['read']);
  });

  it('that has been ended is given as it was, where it cannot be read again', async () => {
    for (const failure of [new UpstreamInternalError('no'), undefined]) {
      const { done, end } = upstream(['Connected', ...(failure ? [failure] : [])]);
      expect(await end()).toMatchObject({ sessionId: 's-1', active: true });
      expect(done).toEqual(['read', 'announce', 'end', 'read']);
    }
  });

  it('is the only one of its request, whatever became of it', async () => {
    for (const statuses of [['Connected', 'Terminated'], ['Terminated'], []]) {
      const { done, end } = upstream(statuses);
      await end().catch(() => {});
      const before = [...done];
      await expect(end()).rejects.toThrow(BadRequestError);
      await expect(end()).rejects.toThrow('A request may end one session');
      expect(done).toEqual(before);
    }
  });

  it.each([
    [{ mayEnd: false }, 'ecs-sessions:end'],
    [{ mayRead: false }, 'ecs-sessions:read'],
    [{ regions: new Set(['cn-shanghai']) }, 'ecs_regions'],
    [{ accountIds: new Set<string>() }, 'ecs_accounts'],
  ])('is not even read by a caller with %j', async (access, named) => {
    let calls = 0;
    const loaders = createLoaders(
      {
        directory: ownDirectory,
        api: {
          ...emptyApi,
          terminalSessions: async () => {
            calls += 1;
            return { records: [], nextToken: null };
          },
        },
      },
      { allowEndSession: true, access: { ...fullAccess, ...access } },
    );
    await expect(loaders.endSession({ regionId }, 's-1', () => {})).rejects.toThrow(named);
    expect(calls).toBe(0);
  });
});
