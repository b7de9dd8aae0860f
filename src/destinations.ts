import { parseUrl } from './config-values.ts';
import { isLoopback } from './server/loopback.ts';

/** Somewhere the gateway connects to. */
export interface Destination {
  protocol: 'http:' | 'https:';
  /** Of a host whose name depends on the region, any such host. */
  host: string;
  /** What NO_PROXY must hold, such as `.aliyuncs.com`; the host itself unless given. */
  domain?: string;
}

/** Some region, where any stands for all. */
const someRegion = 'xx-any-1';

/**
 * Where a gateway connects to. Loopback is left out, which no proxy can reach, and so is the metadata service of an ECS
 * instance, which answers only the instance itself.
 *
 * @param endpoint of ECS; undefined for the public ones
 * @param jwksUrl where the keys that sign tokens are; undefined for nowhere
 * @param variables the environment, which `@alicloud/credentials` reads too
 */
export function destinationsOf(
  { endpoint, jwksUrl }: { endpoint: string | undefined; jwksUrl: string | undefined },
  variables: Readonly<Record<string, string | undefined>>,
): Destination[] {
  const regional = endpoint?.replaceAll('{regionId}', someRegion);
  const ecs = regional
    ? at(regional, regional === endpoint ? undefined : parseUrl(regional)?.hostname.split(someRegion).at(-1))
    : [alibabaCloud(`ecs.${someRegion}.aliyuncs.com`)];
  const isLocal = ecs.every(({ host }) => isLoopback(host));
  const hasKeyPair = Boolean(
    variables.ALIBABA_CLOUD_ACCESS_KEY_ID && variables.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  );
  // Of the credential chain: a role is assumed by a call to STS, and whether a profile asks for one is not known here.
  const asksSts = Boolean(variables.ALIBABA_CLOUD_ROLE_ARN) || !(hasKeyPair || isLocal);
  return [
    ...ecs,
    ...(asksSts ? [alibabaCloud('sts.aliyuncs.com')] : []),
    ...at(variables.ALIBABA_CLOUD_CREDENTIALS_URI),
    ...at(jwksUrl),
  ].filter(({ host }) => !isLoopback(host));
}

function alibabaCloud(host: string): Destination {
  return { protocol: 'https:', host, domain: '.aliyuncs.com' };
}

/** None for what is no URL. */
function at(text: string | undefined, domain?: string): Destination[] {
  const url = parseUrl(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return [];
  return [{ protocol: url.protocol, host: url.hostname, ...(domain && { domain }) }];
}
