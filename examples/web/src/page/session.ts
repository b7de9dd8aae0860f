/** One row of the list. */
export interface SessionSummary {
  readonly id: string;
  readonly sessionId: string;
  readonly regionId: string;
  readonly creationTime: string | null | undefined;
  readonly username: string | null | undefined;
  readonly clientIp: string | null | undefined;
  readonly active: boolean;
  readonly connections: readonly {
    readonly instanceId: string | null | undefined;
    readonly status: string | null | undefined;
  }[];
}

/** What a session is asked for by. */
export type SessionKey = Pick<SessionSummary, 'regionId' | 'sessionId'>;

/** One machine that a session was connected to. */
export interface ConnectionDetails {
  readonly instanceId: string | null | undefined;
  readonly status: string | null | undefined;
  readonly startTime: string | null | undefined;
  readonly durationSeconds: number | null | undefined;
  readonly closedReason: string | null | undefined;
  readonly failedDetail: string | null | undefined;
  readonly instance: InstanceDetails | null | undefined;
}

/** All of it is null for a released instance. */
export interface InstanceDetails {
  readonly name: string | null | undefined;
  readonly hostName: string | null | undefined;
  readonly privateIpAddresses: readonly string[] | null | undefined;
}

/** Everything the detail panel shows. */
export interface SessionDetails extends SessionKey {
  readonly id: string;
  readonly creationTime: string | null | undefined;
  readonly username: string | null | undefined;
  readonly identityType: string | null | undefined;
  readonly principalId: string | null | undefined;
  readonly clientIp: string | null | undefined;
  readonly active: boolean;
  readonly connections: readonly ConnectionDetails[];
}
