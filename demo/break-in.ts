import { people, personNamed, shopPeople } from './people.ts';
import type { Story } from './stories.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Addresses of a network from which nobody else comes. */
const addresses = ['192.0.2.213', '192.0.2.214'] as const;

/**
 * Last night somebody with li.wei's key came from a network never seen before, as root, where li.wei deploys by day from
 * the office's VPN: first on the bastion, then on six machines at once, then with a database's port forwarded; an hour
 * later through a role into the shop. Each terminal was open for hours.
 */
export function breakIn(now: number): { own: Story[]; shop: Story[] } {
  const night = nightBefore(now);
  const thief = { person: personNamed(people, 'li.wei'), address: addresses[0], username: 'root' };
  const further = {
    person: personNamed(shopPeople, 'break-glass'),
    sessionName: 'li.wei',
    address: addresses[1],
    username: 'root',
  };
  const at = (minutes: number) => night + minutes * minute;
  return {
    own: [
      { ...thief, regionId: 'cn-hangzhou', start: at(0), minutes: 272, machines: 'bastion' },
      { ...thief, regionId: 'cn-hangzhou', start: at(11), minutes: 230, machines: '-api-', count: 6 },
      { ...thief, regionId: 'cn-hangzhou', start: at(26), minutes: 185, machines: '-db-', port: 3306 },
      { ...thief, regionId: 'cn-shanghai', start: at(48), minutes: 140, machines: 'bastion' },
      { ...thief, regionId: 'ap-southeast-1', start: at(65), minutes: 130, machines: 'bastion' },
    ],
    shop: [
      { ...further, regionId: 'cn-shanghai', start: at(80), minutes: 165, machines: 'bastion' },
      { ...further, regionId: 'cn-shanghai', start: at(91), minutes: 135, machines: '-db-', port: 5432 },
      { ...further, regionId: 'cn-hangzhou', start: at(110), minutes: 125, machines: '-api-', count: 5 },
    ],
  };
}

/** Yesterday's 18:07 UTC, which is 02:07 in China: all of it is over before today begins. */
function nightBefore(now: number): number {
  const day = 24 * hour;
  return Math.floor(now / day) * day - day + 18 * hour + 7 * minute;
}
