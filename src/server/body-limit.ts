import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusal.ts';

/** Maximum bytes of a request's body. */
export const maxBodyBytes = 100 * 1024;

const tooLarge = `The request body is larger than ${maxBodyBytes} bytes, the maximum; send a shorter document or fewer variables.`;
const example = '{"query": "{ __typename }"}';

/** Reads bodies, and refuses those over 100 KiB: at once where Content-Length says so, else as soon as more has arrived. */
export function useBodyLimit(): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const encoding = request.headers.get('content-encoding') ?? 'identity';
      if (request.method === 'POST' && encoding.toLowerCase() !== 'identity') {
        const text =
          'The request body has a Content-Encoding, and only plain bodies are read; send it uncompressed, without that header.';
        const headers = { 'accept-encoding': 'identity' };
        return endResponse(refusal(fetchAPI, 415, 'UNSUPPORTED_MEDIA_TYPE', text, headers));
      }
      if (Number(request.headers.get('content-length') ?? 0) <= maxBodyBytes) return;
      endResponse(refusal(fetchAPI, 413, 'PAYLOAD_TOO_LARGE', tooLarge));
    },
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'POST') setRequestParser(readJson);
    },
  };
}

async function readJson(request: Request): Promise<object> {
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw httpError(
      400,
      'BAD_REQUEST',
      `The request body is not valid JSON; send an object such as ${example}.`,
    );
  }
  if (typeof body === 'object' && body !== null) return body;
  throw httpError(400, 'BAD_REQUEST', `The request body is not a JSON object; send one such as ${example}.`);
}

async function readText(request: Request): Promise<string> {
  try {
    // Node reads no more than Content-Length says.
    return await (request.headers.has('content-length') ? request.text() : readChunks(request));
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    // The caller has hung up: only the log gets this.
    throw httpError(
      400,
      'BAD_REQUEST',
      'The connection ended before the whole request body arrived; send it again.',
    );
  }
}

async function readChunks(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving a `for await` over the body would destroy the connection, and with it the answer.
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBodyBytes) throw httpError(413, 'PAYLOAD_TOO_LARGE', tooLarge);
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function httpError(status: number, code: string, text: string): GraphQLError {
  return new GraphQLError(text, { extensions: { code, http: { status } } });
}
