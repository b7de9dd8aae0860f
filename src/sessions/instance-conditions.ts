import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { checkId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import type { InstanceQuery } from '../ecs/instance-query.ts';
import { maxTags } from '../ecs/limits.ts';
import type { Tag } from '../ecs/record.ts';

/** Which machines to find, as somebody wrote it: those that meet all that is given. */
export interface InstanceConditions {
  /** Exact, or with `*` for any characters. */
  name?: string | null | undefined;
  /** An address within a VPC. */
  privateIp?: string | null | undefined;
  /** Each with a value, or with any. */
  tags?: readonly { key: string; value?: string | null | undefined }[] | null | undefined;
  vpcId?: string | null | undefined;
}

/** Conditions as DescribeInstances takes them; equal where they mean the same. */
export type FoundBy = Pick<InstanceQuery, 'name' | 'privateIp' | 'tags' | 'vpcId'>;

/** Maximum characters of the key or of the value of a tag. Source: TagResources, Tag.N.Key and Tag.N.Value. */
const longestTagPart = 128;

/**
 * Maximum bytes of the conditions in the query string: with a NextToken they must fit the 8 KiB that servers and proxies
 * take for the whole request line.
 */
const maxBytes = 6144;

/**
 * Checks conditions. ECS ignores an empty one, and so would find machines that nobody asked for.
 *
 * @throws BadRequestError for none at all, for an empty one, and for one that ECS cannot take
 */
export function checkConditions({ name, privateIp, tags, vpcId }: InstanceConditions): FoundBy {
  const foundBy: FoundBy = {
    name: checkText('name', name),
    privateIp: privateIp === null || privateIp === undefined ? undefined : checkAddress(privateIp),
    tags: tags && tags.length > 0 ? checkTags(tags) : undefined,
    vpcId: checkText('vpcId', vpcId),
  };
  const texts = [foundBy.name, foundBy.privateIp, foundBy.vpcId].filter((text) => text !== undefined);
  if (texts.length === 0 && foundBy.tags === undefined) {
    throw new BadRequestError(
      'instances needs a condition: give name, privateIp, tags or vpcId. name: "*" finds every machine.',
    );
  }
  const parts = [...texts, ...(foundBy.tags ?? []).flatMap(({ key, value }) => [key, value])];
  const bytes = parts.reduce((sum, part) => sum + encodeURIComponent(part).length, 0);
  if (bytes <= maxBytes) return foundBy;
  throw new BadRequestError(
    `The conditions must have up to ${maxBytes} bytes as they are sent, but have ${bytes}; give fewer tags.`,
  );
}

/** Half of a surrogate pair is no character, and cannot be sent. */
function checkText(argument: string, text: string | null | undefined): string | undefined {
  const checked = checkId(argument, text);
  if (checked === undefined || !/\p{Surrogate}/u.test(checked)) return checked;
  throw new BadRequestError(`${argument} must be well-formed text, but got half of a surrogate pair.`);
}

function checkTags(tags: NonNullable<InstanceConditions['tags']>): Tag[] {
  if (tags.length > maxTags) {
    throw new BadRequestError(`tags may name up to ${maxTags} tags, but got: ${tags.length}.`);
  }
  const checked = tags.map(({ key, value }, index) => ({
    key: checkTagPart(`tags[${index}].key`, key),
    value: value === null || value === undefined ? '' : checkTagPart(`tags[${index}].value`, value),
  }));
  const keys = new Set(checked.map(({ key }) => key));
  if (keys.size < checked.length) {
    throw new BadRequestError('tags must name each key once: a machine has one value for a key.');
  }
  return checked.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function checkTagPart(argument: string, text: string): string {
  const { length } = text;
  if (length > 0 && length <= longestTagPart) return checkText(argument, text) ?? '';
  const otherwise = argument.endsWith('value') ? ' Leave it out to find any value.' : '';
  throw new BadRequestError(
    `${argument} must have 1 to ${longestTagPart} characters, but got: ${length}.${otherwise}`,
  );
}

/** One address, in the one way to write it: ECS compares texts. */
function checkAddress(text: string): string {
  if (isIP(text) === 0 || text.includes('%')) {
    const reason = text.includes('/') ? 'ECS finds no machines by a network. ' : '';
    throw new BadRequestError(
      `privateIp must be one IPv4 or IPv6 address, such as "10.0.0.1". ${reason}It got: ${JSON.stringify(text.slice(0, 80))}.`,
    );
  }
  const address = ipaddr.process(text).toString();
  return isIP(address) === 4 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
}
