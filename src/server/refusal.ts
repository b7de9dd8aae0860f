import type { FetchAPI } from 'graphql-yoga';

/** An answer for a request that gets to no GraphQL: an error with a code, as GraphQL clients can read it. */
export function refusal(
  fetchAPI: FetchAPI,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return new fetchAPI.Response(JSON.stringify({ errors: [{ message, extensions: { code } }] }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
