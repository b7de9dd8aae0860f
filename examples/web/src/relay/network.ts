import type {
  FetchFunction,
  GraphQLResponseWithData,
  GraphQLSingularResponse,
  PayloadError,
} from 'relay-runtime';
import { failureOfError, toFailure } from '../page/failure.ts';

/**
 * Asks the gateway. Throws a GatewayFailure where a whole list or record is missing, so that the page is told and
 * the store stays as it is. A failed detail further down, such as an instance's name, goes on to the store, where
 * `@catch` finds it.
 */
export const fetchFromGateway: FetchFunction = async ({ text }, variables) => {
  const answer = await post({ query: text, variables }).catch((thrown: unknown) => {
    throw toFailure(thrown);
  });
  const fatal = 'errors' in answer ? answer.errors?.find(isFatal) : undefined;
  if (fatal) throw failureOfError(fatal);
  if (!hasData(answer)) throw toFailure(new Error('The answer has neither data nor errors.'));
  return answer;
};

/** The paths of failed lists are `regions` and `region.sessions` (or `node.sessions`, when it is paged). */
function isFatal({ path }: PayloadError & { path?: readonly unknown[] }): boolean {
  return path === undefined || path.length <= 2;
}

function hasData(answer: GraphQLSingularResponse): answer is GraphQLResponseWithData {
  return 'data' in answer && answer.data !== null && answer.data !== undefined;
}

async function post(body: object): Promise<GraphQLSingularResponse> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}
