declare const checked: unique symbol;

/** A region id whose syntax has been checked; the only string that may become part of a host name. */
export type RegionId = string & { readonly [checked]: true };

/** The syntax of the contract's `RegionId` scalar: no trimming, no case folding. */
export const regionIdPattern = /^[a-z]{2,8}(-[a-z0-9]{1,20}){1,6}$/;
const longestRegionId = 63; // one DNS label

/** Returns whether `value` has the syntax of a region id. Whether the region exists, only ECS knows. */
export function isRegionId(value: unknown): value is RegionId {
  return typeof value === 'string' && value.length <= longestRegionId && regionIdPattern.test(value);
}
