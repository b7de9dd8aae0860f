import { connect, type Socket } from 'node:net';

/** An answer, read from the wire. */
export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** What a client writes that no HTTP library would. */
export function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname.replace(/^\[(.*)\]$/, '$1'));
  socket.on('error', () => {});
  return socket;
}

/** Writes bytes, and reads until the server closes the connection; null where it says nothing. */
export function sendRaw(url: string, text: string): Promise<RawAnswer | null> {
  return new Promise((resolve) => {
    let received = '';
    const socket = openSocket(url);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(parse(received)));
    socket.write(text, 'latin1');
  });
}

/** A request's head and body; every header as given, Content-Length added. */
export function rawRequest(startLine: string, headers: readonly string[], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  return [startLine, ...headers, ...length, 'Connection: close', '', body].join('\r\n');
}

function parse(received: string): RawAnswer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: received.slice(end + 4) };
}
