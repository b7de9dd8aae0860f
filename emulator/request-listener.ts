import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { World } from './action.ts';
import { createAuthenticator } from './authentication.ts';
import { replacementOf } from './fault-answer.ts';
import type { FaultList } from './fault-list.ts';
import type { WireSession } from './fleet-region.ts';
import { type IncomingCall, readBody, readHead, type UpstreamCall, withoutSecrets } from './incoming-call.ts';
import type { Keyring } from './keyring.ts';
import { deliver } from './send-answer.ts';
import { answerCall, hostOf, refusalsAnswered } from './service.ts';

/** What one emulator's requests share. */
export interface RequestListenerOptions {
  world: World;
  keyring: Keyring;
  faults: FaultList;
  /** Every request is added at its end. */
  calls: UpstreamCall[];
  arrive: (account: Account, regionId: string, ...sessions: WireSession[]) => void;
}

/** The way of one request: remember it, check who calls, meet the faults, answer. */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { world, faults, calls, arrive } = options;
  const authenticator = createAuthenticator(options.keyring, world.now);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    const head = readHead(request);
    const remembered: UpstreamCall = { ...summaryOf(head), accountId: null, outcome: 'pending' };
    calls.push(remembered);
    response.once('close', () => {
      if (remembered.outcome === 'pending') remembered.outcome = 'gone';
      gone.abort();
    });

    const call = await readBody(request, head);
    Object.assign(remembered, summaryOf(call));
    const caller = refusalsAnswered(call, () => authenticator.check(call));
    if ('status' in caller) {
      remembered.outcome = deliver(response, caller);
      return;
    }
    const { accountId } = caller.account;
    remembered.accountId = accountId;

    const { latencyMs, arrivals, limits, replacing } = faults.meet({ ...call, accountId, at: world.now() });
    const failure = refusalsAnswered(call, () => {
      for (const make of arrivals) arrive(caller.account, call.regionId ?? '', make());
    });
    // Waiting ends with the connection, so closing the emulator leaves no timer behind.
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: gone.signal });
    const rightAnswer = () => failure || answerCall(call, { ...world, caller, params: call.params, limits });
    remembered.outcome = deliver(
      response,
      replacing ? replacementOf(replacing, hostOf(call), rightAnswer) : rightAnswer(),
    );
  };

  return (request, response) => {
    handle(request, response).catch(() => {
      // The caller has left while its body was read or its answer was due, or its body never ended.
      request.socket.destroy();
    });
  };
}

function summaryOf({ action, regionId, params }: IncomingCall) {
  return { action, regionId, params: withoutSecrets(params) };
}
