import { z } from 'zod';
import { NOTICE_KINDS } from './notice-kinds';
import { NOTICE_STATES } from './outgoing-event.entity';

const someone = z.strictObject({ id: z.uuid(), name: z.string() });

/** A notice, as far as the reader may see it. */
export const noticeItem = z.strictObject({
  id: z.uuid(),
  kind: z.enum(NOTICE_KINDS),
  person: someone.nullable().meta({ description: 'Whom it is for; null: an organization' }),
  creditCode: z.string().nullable().meta({ description: 'The organization that it is for' }),
  state: z.enum(NOTICE_STATES).meta({
    description: 'waiting, sent, logged (to be read in the console only), failed',
  }),
  createdAt: z.iso.datetime(),
  attempts: z.int().meta({ description: 'How often it was tried' }),
  nextTryAt: z.iso.datetime().nullable().meta({ description: 'Null where nothing is tried' }),
  sentAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable().meta({ description: 'Code of what the last try came to' }),
  content: z
    .strictObject({
      subject: z.string(),
      text: z.string(),
      link: z.string().meta({ description: 'Its page in the console' }),
    })
    .nullable()
    .meta({
      description: 'What it says, in the reader’s language; null for all but whom it is for',
    }),
});

export const noticeList = z.strictObject({
  items: z.array(noticeItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});
