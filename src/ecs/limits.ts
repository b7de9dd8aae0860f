/*
 * What ECS takes and serves at most. Source: the API pages of each call.
 */

/** Session records of one page (DescribeTerminalSessions, MaxResults). */
export const maxPageSize = 100;

/** Instance ids of one call, and instances of one page (DescribeInstances, InstanceIds and MaxResults). */
export const maxInstanceIds = 100;

/**
 * Bytes of instance ids as they stand in the query string. Servers and proxies take about 8 KiB for the whole request
 * line; 100 ids of ECS come to 3.1 KiB, a single one of 256 characters of any script to 2.3 KiB.
 */
export const maxInstanceIdBytes = 4096;
