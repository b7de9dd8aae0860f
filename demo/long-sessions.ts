import { type People, people, personNamed, shopPeople } from './people.ts';
import type { Story } from './stories.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;

/** Harmless terminals: some that were open for more than two hours, and some that are open now. */
export function longSessions(now: number): { own: Story[]; shop: Story[] } {
  const story = (
    team: People,
    name: string,
    parts: Omit<Story, 'person' | 'address' | 'username'>,
  ): Story => {
    const person = personNamed(team, name);
    const [address] = person.addresses;
    const [username] = person.usernames;
    return { person, address, username, ...parts };
  };
  // Weekly maintenance of a database, through a forwarded port.
  const weekly = [2, 9, 16, 23].map((days) => now - days * 24 * hour - 3 * hour);
  return {
    own: [
      ...weekly.map((start) =>
        story(people, 'wang.fang', {
          regionId: 'cn-hangzhou',
          start,
          minutes: 160,
          machines: '-db-',
          port: 3306,
        }),
      ),
      story(people, 'ops-admin', {
        sessionName: 'ravi.kumar',
        regionId: 'cn-shenzhen',
        start: now - week - 5 * hour,
        minutes: 330,
        machines: '-worker-',
      }),
      story(people, 'sofia.martins', {
        regionId: 'cn-hangzhou',
        start: now - 3 * hour - 40 * minute,
        minutes: null,
        machines: 'bastion',
      }),
      story(people, 'chen.jie', {
        regionId: 'cn-hangzhou',
        start: now - 25 * minute,
        minutes: null,
        machines: 'bastion',
      }),
      story(people, 'wang.fang', {
        regionId: 'cn-shanghai',
        start: now - 2 * hour - 15 * minute,
        minutes: null,
        machines: '-db-',
        port: 5432,
      }),
    ],
    shop: [
      ...weekly.map((start) =>
        story(shopPeople, 'anna.kowalska', {
          regionId: 'cn-shanghai',
          start,
          minutes: 145,
          machines: '-cache-',
          port: 6379,
        }),
      ),
      story(shopPeople, 'liu.yang', {
        regionId: 'cn-shanghai',
        start: now - 50 * minute,
        minutes: null,
        machines: 'bastion',
      }),
    ],
  };
}
