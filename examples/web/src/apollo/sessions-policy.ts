import type { FieldPolicy, Reference } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/** The arguments that make another list; `first` and `after` only say which part of it is fetched. */
const listArguments = ['regionIds', 'instanceId', 'sessionId', 'filter'];

/**
 * Query.sessions gives a union, and relayStylePagination knows connections only. So a connection goes its way, and a
 * failure goes past it: one that comes for a next page must not take the place of the pages that are there, while one
 * that comes for a first page must, or old records would look like new ones.
 */
export function sessionsPolicy(): FieldPolicy {
  const { keyArgs, read, merge } = relayStylePagination<Reference>(listArguments);
  if (typeof read !== 'function' || typeof merge !== 'function') {
    throw new TypeError('relayStylePagination must give a read and a merge function');
  }
  return {
    ...(keyArgs && { keyArgs }),
    read: (existing, options) => (isConnection(existing) ? read(existing, options) : existing),
    merge(existing, incoming, options) {
      if (isConnection(incoming))
        return merge(isConnection(existing) ? existing : undefined, incoming, options);
      return options.args?.after && isConnection(existing) ? existing : incoming;
    },
  };
}

function isConnection<T extends object>(value: T | null | undefined): value is T {
  return typeof value === 'object' && value !== null && 'edges' in value;
}
