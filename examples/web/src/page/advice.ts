import type { FailureCode } from './failure.ts';

/** What a person can do about a failure. */
export interface Advice {
  /** What happened. */
  title: string;
  /** What to do next. */
  next: string;
  /** `wait` counts down and tries again by itself, `retry` offers a button, `none` leaves it to a change of the input. */
  action: 'wait' | 'retry' | 'none';
}

/** One message for each kind of failure. */
export const adviceFor: Readonly<Record<FailureCode, Advice>> = {
  BAD_REQUEST: {
    title: 'The gateway cannot make sense of this request',
    next: 'Change the filter: trying again without a change gives the same answer.',
    action: 'none',
  },
  INVALID_NEXT_TOKEN: {
    title: 'The place in the list is lost',
    next: 'Its cursor has expired. Start again from the first page.',
    action: 'retry',
  },
  INVALID_MAX_RESULTS: {
    title: 'The page size is out of range',
    next: 'Set pageSize in the address of this page to a number from 1 to 100.',
    action: 'none',
  },
  REGION_NOT_FOUND: {
    title: 'There is no such region',
    next: 'Choose another region: this one does not exist, or has no Session Manager.',
    action: 'none',
  },
  SESSION_NOT_FOUND: {
    title: 'The record is gone',
    next: 'Records are kept for four weeks. Close this panel and choose another session.',
    action: 'none',
  },
  ACCESS_DENIED: {
    title: 'The gateway may not read these records',
    next: 'Ask an administrator to allow ecs:DescribeTerminalSessions in the RAM policy of the gateway.',
    action: 'retry',
  },
  THROTTLED: {
    title: 'Too many calls in this minute',
    next: 'The limit is shared by the whole account, the console included. The page tries again by itself.',
    action: 'wait',
  },
  UPSTREAM_INTERNAL_ERROR: {
    title: 'ECS failed',
    next: 'Try again in a moment; if it stays, open a ticket with the request id.',
    action: 'retry',
  },
  UPSTREAM_UNAVAILABLE: {
    title: 'ECS gave no usable answer',
    next: 'Check the network between the gateway and ECS, then try again.',
    action: 'retry',
  },
  INTERNAL_SERVER_ERROR: {
    title: 'The gateway failed',
    next: 'This is a bug of the gateway: its log tells more.',
    action: 'retry',
  },
  GATEWAY_UNREACHABLE: {
    title: 'The gateway does not answer',
    next: 'Start it (npm run demo in the project’s root), or set GATEWAY_URL, then try again.',
    action: 'retry',
  },
  UNKNOWN: {
    title: 'Something went wrong',
    next: 'This page is older than the gateway and does not know the kind of this failure.',
    action: 'retry',
  },
};

/** Shown where only the instances of a session are refused. */
export const instancesDenied =
  'Instance names are hidden: the RAM policy of the gateway does not allow ecs:DescribeInstances.';
