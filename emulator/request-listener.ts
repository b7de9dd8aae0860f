import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { ActionContext, Cloud } from './actions/action.ts';
import { bodyOf } from './actions/apis.ts';
import { type Answer, failureAnswer, orErrorAnswer, successAnswer } from './answer.ts';
import type { Authenticator } from './authentication.ts';
import type { CallUnderFault, ChangingFault } from './fault.ts';
import { replacementOf } from './fault-answer.ts';
import type { FaultList } from './fault-list.ts';
import { type IncomingCall, readBody, readHead, type UpstreamCall, withoutSecrets } from './incoming-call.ts';
import { sendAnswer } from './send-answer.ts';

/** What the requests of one emulator share. */
export interface RequestListenerOptions {
  cloud: Cloud;
  authenticator: Authenticator;
  faults: FaultList;
  /** Every request is added at its end. */
  calls: UpstreamCall[];
}

/** Handles one request in this order: record it, check who calls, let the faults act, answer. */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { cloud, authenticator, faults, calls } = options;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    const head = readHead(request);
    const recorded: UpstreamCall = { ...summaryOf(head), accountId: null, outcome: 'pending' };
    calls.push(recorded);
    response.once('close', () => {
      if (recorded.outcome !== 'pending') return;
      recorded.outcome = 'gone';
      gone.abort();
    });
    const send = (answer: Parameters<typeof sendAnswer>[1]) => {
      // By the cloud's clock, as a collector of records relies on it; Node's own would be the machine's.
      response.setHeader('date', new Date(cloud.now()).toUTCString());
      recorded.outcome = sendAnswer(response, answer);
    };

    const call = await readBody(request, head);
    Object.assign(recorded, summaryOf(call));
    const caller = orErrorAnswer(call, () => authenticator.check(call));
    if ('status' in caller) return send(caller);
    const { accountId } = caller.account;
    recorded.accountId = accountId;

    const { action, regionId, params } = call;
    const underFault = { action, accountId, regionId, params, at: cloud.now() };
    const { latencyMs, changes, limits, replacing } = faults.act(underFault);
    let failure: Answer | undefined;
    try {
      for (const fault of changes) await changeData(fault, caller.account, underFault);
    } catch (error) {
      failure = failureAnswer(error, call);
    }
    // The sleep ends with the connection: no timer outlives a closed emulator.
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: gone.signal });
    const context: ActionContext = { ...cloud, caller, params, limits };
    const rightAnswer = () => failure ?? orErrorAnswer(call, () => successAnswer(bodyOf(call, context)));
    send(replacing ? replacementOf(replacing, call, rightAnswer) : rightAnswer());
  };

  const changeData = async (fault: ChangingFault, account: Account, call: CallUnderFault): Promise<void> => {
    if (fault.kind === 'meanwhile') return fault.run(call);
    const { arrive, arriveLate } = cloud.sessionRecords;
    (fault.late ? arriveLate : arrive)(account, call.regionId ?? '', [fault.make()]);
  };

  return (request, response) => {
    handle(request, response).catch(() => {
      // The caller left before its body was read or its answer was due, or its body never ended.
      request.socket.destroy();
    });
  };
}

function summaryOf({ action, regionId, params }: IncomingCall) {
  return { action, regionId, params: withoutSecrets(params) };
}
