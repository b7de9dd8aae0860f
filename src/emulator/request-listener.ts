import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthenticator } from './authentication.ts';
import { deliver } from './delivery.ts';
import { replacementOf } from './fault-answer.ts';
import type { FaultList } from './fault-list.ts';
import type { Fleet, WireSession } from './fleet-region.ts';
import { type IncomingCall, readBody, readHead, type UpstreamCall, withoutSecrets } from './incoming-call.ts';
import type { Keyring } from './keyring.ts';
import type { TokenKind } from './position.ts';
import { answerCall, hostOf, refusalsAnswered } from './service.ts';

/** What one emulator's requests share. */
export interface RequestListenerOptions {
  fleet: Fleet;
  tokens: TokenKind;
  now: () => number;
  keyring: Keyring;
  faults: FaultList;
  /** Every request is added at its end. */
  calls: UpstreamCall[];
  arrive: (regionId: string, ...sessions: WireSession[]) => void;
}

/** The way of one request: remember it, check who calls, meet the faults, answer. */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { fleet, tokens, faults, calls, arrive } = options;
  const authenticator = createAuthenticator(options.keyring, options.now);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    const head = readHead(request);
    const remembered: UpstreamCall = { ...summaryOf(head), outcome: 'pending' };
    calls.push(remembered);
    response.once('close', () => {
      if (remembered.outcome === 'pending') remembered.outcome = 'gone';
      gone.abort();
    });

    const call = await readBody(request, head);
    Object.assign(remembered, summaryOf(call));
    const refusal = refusalsAnswered(call, () => authenticator.check(call));
    if (refusal) {
      remembered.outcome = deliver(response, refusal);
      return;
    }

    const { latencyMs, arrivals, limits, replacing } = faults.meet(call);
    const failure = refusalsAnswered(call, () => {
      for (const make of arrivals) arrive(call.regionId ?? '', make());
    });
    // Waiting ends with the connection, so closing the emulator leaves no timer behind.
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: gone.signal });
    const rightAnswer = () => failure || answerCall(call, { fleet, tokens, params: call.params, limits });
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
