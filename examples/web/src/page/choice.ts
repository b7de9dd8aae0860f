/** What the person at the page has chosen to see. */
export interface Choice {
  regionId: string;
  /** As typed: names with commas between them. */
  users: string;
  /** One connection status, or empty for any. */
  status: Status | '';
  activeOnly: boolean;
}

export const statuses = [
  'CONNECTING',
  'CONNECTED',
  'DISCONNECTED',
  'TERMINATED',
  'FAILED',
  'UNKNOWN',
] as const;

export type Status = (typeof statuses)[number];

/** The part of SessionFilter this page uses. */
export interface Filter {
  usernames?: string[];
  statuses?: Status[];
  active?: boolean;
}

/** The filter of a choice; null where nothing is filtered, since a filtered list costs the gateway more calls. */
export function filterOf({ users, status, activeOnly }: Choice): Filter | null {
  const usernames = users
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const filter: Filter = {
    ...(usernames.length > 0 && { usernames }),
    ...(status && { statuses: [status] }),
    ...(activeOnly && { active: true }),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}
