import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusal.ts';

/** Most bytes of a request's body. */
export const maxBodyBytes = 100 * 1024;

const message = `A request may have ${maxBodyBytes} bytes.`;

/** Refuses bodies over 100 KiB: at once where the length is given, else when the first byte too many has come. */
export function useBodyLimit(): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (Number(request.headers.get('content-length') ?? 0) <= maxBodyBytes) return;
      endResponse(refusal(fetchAPI, 413, 'PAYLOAD_TOO_LARGE', message));
    },
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'POST' && !request.headers.has('content-length')) setRequestParser(readJson);
    },
  };
}

async function readJson(request: Request) {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A loop over the body itself would destroy the connection on its way out, and with it the answer.
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBodyBytes) throw httpError(413, 'PAYLOAD_TOO_LARGE', message);
    chunks.push(next.value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw httpError(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  }
}

function httpError(status: number, code: string, text: string): GraphQLError {
  return new GraphQLError(text, { extensions: { code, http: { status } } });
}
