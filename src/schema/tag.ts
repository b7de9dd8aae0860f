import type { Tag as TagRecord } from '../ecs/record.ts';
import { builder } from './builder.ts';

/** A tag of an instance. */
export const Tag = builder.objectRef<TagRecord>('Tag');

builder.objectType(Tag, {
  description: 'A tag of an instance. Source: DescribeInstances, Tags.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'Key of the tag (TagKey).' }),
    value: t.exposeString('value', {
      nullable: false,
      description: 'Value of the tag (TagValue); empty for a tag without a value.',
    }),
  }),
});
