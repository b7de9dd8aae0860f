import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusal.ts';

/** Most bytes of a request's body. */
export const maxBodyBytes = 100 * 1024;

const message = `A request may have ${maxBodyBytes} bytes.`;

/** Reads bodies, and refuses those over 100 KiB: at once where the length is given, else when a byte too many has come. */
export function useBodyLimit(): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const encoding = request.headers.get('content-encoding') ?? 'identity';
      if (request.method === 'POST' && encoding.toLowerCase() !== 'identity') {
        const text = 'A body must come as it is, without a Content-Encoding.';
        const headers = { 'accept-encoding': 'identity' };
        return endResponse(refusal(fetchAPI, 415, 'UNSUPPORTED_MEDIA_TYPE', text, headers));
      }
      if (Number(request.headers.get('content-length') ?? 0) <= maxBodyBytes) return;
      endResponse(refusal(fetchAPI, 413, 'PAYLOAD_TOO_LARGE', message));
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
    throw httpError(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  }
  if (typeof body === 'object' && body !== null) return body;
  throw httpError(400, 'BAD_REQUEST', 'The body must be a JSON object.');
}

async function readText(request: Request): Promise<string> {
  try {
    // Whoever gives the length is kept to it by Node.
    return await (request.headers.has('content-length') ? request.text() : readChunks(request));
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    // The caller has hung up; nobody reads this but the log.
    throw httpError(400, 'BAD_REQUEST', 'The body has not arrived whole.');
  }
}

async function readChunks(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A loop over the body itself would destroy the connection on its way out, and with it the answer.
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBodyBytes) throw httpError(413, 'PAYLOAD_TOO_LARGE', message);
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function httpError(status: number, code: string, text: string): GraphQLError {
  return new GraphQLError(text, { extensions: { code, http: { status } } });
}
