import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';

/** Reads the parameters of a GET. Yoga's own reader lets the errors of JSON.parse through. */
export function useQueryString(): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'GET') setRequestParser(readQueryString);
    },
  };
}

function readQueryString({ url }: Request): Partial<GraphQLParams> {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const text = (name: string) => parameters.get(name) || undefined;
  const json = (name: string) => {
    const given = text(name);
    try {
      return given && JSON.parse(given);
    } catch {
      throw new GraphQLError(
        `The parameter ${name} of the URL is not valid JSON; send a JSON object, percent-encoded.`,
        {
          extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
        },
      );
    }
  };
  const query = text('query');
  const operationName = text('operationName');
  return {
    ...(query && { query }),
    ...(operationName && { operationName }),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}
