import { z } from 'zod';
import { day } from '../advances';
import { ITEM_KINDS } from '../law';
import { line } from '../platform/json/texts';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

const payTo = z
  .strictObject({
    name: line(200),
    bankName: line(200),
    number: z.string().regex(/^[0-9]{8,32}$/, 'must be 8 to 32 digits'),
  })
  .meta({ description: 'The custody account of the bureau, which the defendant pays to' });

/** What an officer says of a letter; what is owed follows from the claims. */
export const newLetter = z.strictObject({
  defendant: z.uuid(),
  account: z.uuid().meta({
    description: 'The bureau’s own account for custody (1002.02), approved, which is to be paid to',
  }),
  remindOn: day.optional().meta({ description: '15 working days on if absent' }),
});
export type NewLetter = z.output<typeof newLetter>;

/** What a letter says, for ever. */
export const letterContent = z.strictObject({
  caseNumber: z.string(),
  court: z.string(),
  defendant: z.string(),
  payTo,
  lines: z.array(
    z.strictObject({
      itemRef: z.string(),
      kind: z.enum(ITEM_KINDS),
      dueOn: z.iso.date().nullable().meta({ description: 'The earliest day that was missed' }),
      principal: yuan,
      interest: yuan.meta({ description: 'Doubled interest' }),
      general: yuan.optional().meta({ description: 'General interest, where there is any' }),
    }),
  ),
});
export type LetterContent = z.infer<typeof letterContent>;

export const letterView = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  defendant: z.strictObject({ id: z.uuid(), name: z.string() }),
  madeOn: z.iso.date().meta({ description: 'The day up to which interest runs' }),
  madeBy: z.string(),
  remindOn: z.iso.date(),
  principal: yuan,
  interest: yuan.meta({ description: 'Of both kinds' }),
  content: letterContent,
});

export const letterList = z.strictObject({ items: z.array(letterView) });
