import { describe, expect, it } from 'vitest';
import { unannouncedBreakingChanges } from '../../../scripts/breaking-changes.ts';

const released = 'type Query { session: Session } type Session { username: String clientIp: String }';
const without = 'type Query { session: Session } type Session { username: String }';
const log = (unreleased: string) =>
  `# Changelog\n\n## Unreleased\n\n${unreleased}\n\n## 0.1.0\n\n- \`Session.clientIp\`\n`;

describe('a change of the schema', () => {
  it('that breaks clients is told by its path', async () => {
    const changes = await unannouncedBreakingChanges(released, without, log(''));
    expect(changes).toEqual([expect.stringMatching(/^Session\.clientIp: /)]);
  });

  it('that breaks clients may be made where the changelog names it as unreleased', async () => {
    expect(await unannouncedBreakingChanges(released, without, log('- `Session.clientIp` is gone.'))).toEqual(
      [],
    );
  });

  it('that adds something breaks nobody', async () => {
    expect(await unannouncedBreakingChanges(without, released, log(''))).toEqual([]);
  });
});
