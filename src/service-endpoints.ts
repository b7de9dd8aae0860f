import { z } from 'zod';
import { isLoopback } from './server/loopback.ts';

/** Some region, where any stands for all. */
const someRegion = 'cn-hangzhou';

/**
 * The variables STS_ENDPOINT and RAM_ENDPOINT: the URL of a host, as ECS_ENDPOINT; `{regionId}` in it stands for
 * ECS_HOME_REGION. Plain http goes no further than this machine, whatever ECS_ALLOW_HTTP says: STS answers with secret keys
 * that open other accounts.
 */
export const serviceEndpoint = z.string().check(({ value, issues }) => {
  const url = urlOf(value);
  const problem = (message: string) => issues.push({ code: 'custom', input: value, message });
  if (url === null || !/^https?:$/.test(url.protocol) || !isHostAlone(url)) {
    problem('must be the URL of a host, such as https://sts-vpc.cn-hangzhou.aliyuncs.com');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problem('must be https: where it is not on this machine, since secret keys are sent there');
  }
});

/** What decides whether STS and RAM are needed. */
export interface ServiceVariables {
  ECS_ENDPOINT?: string | undefined;
  STS_ENDPOINT?: string | undefined;
  RAM_ENDPOINT?: string | undefined;
  /** The path, as it was set. */
  ACCOUNTS_FILE?: string | undefined;
}

/**
 * What must be set and is not. Where ECS is on this machine, STS and RAM must not be looked for at Alibaba Cloud. With an
 * accounts file both are needed from the start: STS for roles and to check whose the credentials are, RAM for names.
 * Without one, a gateway that needs neither starts as it always did; see `mayCall`.
 *
 * @returns the variable and a sentence for each
 */
export function endpointProblems(variables: ServiceVariables): { variable: string; problem: string }[] {
  if (variables.ACCOUNTS_FILE === undefined || !isLocalEcs(variables)) return [];
  return (['STS_ENDPOINT', 'RAM_ENDPOINT'] as const)
    .filter((variable) => variables[variable] === undefined)
    .map((variable) => ({
      variable,
      problem:
        'must be set with ACCOUNTS_FILE where ECS_ENDPOINT is on this machine: such a gateway calls nothing beyond it unasked',
    }));
}

/**
 * Returns whether STS, or RAM, may be called: not at Alibaba Cloud where ECS is on this machine. What needs it then fails
 * with ACCESS_DENIED that names the variable.
 */
export function mayCall(variable: 'STS_ENDPOINT' | 'RAM_ENDPOINT', variables: ServiceVariables): boolean {
  return variables[variable] !== undefined || !isLocalEcs(variables);
}

function isLocalEcs({ ECS_ENDPOINT }: ServiceVariables): boolean {
  const url = ECS_ENDPOINT === undefined ? null : urlOf(ECS_ENDPOINT);
  return url !== null && isLoopback(url.hostname);
}

function urlOf(text: string): URL | null {
  const url = text.replaceAll('{regionId}', someRegion);
  return URL.canParse(url) ? new URL(url) : null;
}

function isHostAlone({ pathname, search, hash, username, password }: URL): boolean {
  return pathname === '/' && `${search}${hash}${username}${password}` === '';
}
