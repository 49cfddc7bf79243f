import { z } from 'zod';
import { AMOUNT_PATTERN, parsePositiveYuan } from '../money';
import { line, text } from '../platform/json/texts';
import { FOLLOW_UPS, MEETING_STATES } from './meeting.entity';

/** Of the kinds of requests. */
export const KIND_PATTERN = /^[a-z][a-z_]{0,59}$/;

const kind = z.string().regex(KIND_PATTERN);
const day = z.iso.date();
const positiveYuan = z
  .string()
  .regex(AMOUNT_PATTERN)
  .refine((yuan) => parsePositiveYuan(yuan) !== undefined, 'must be above zero');
const resolution = z.strictObject({
  number: line(60),
  text: text(5_000),
  kind,
  subject: line(200).optional(),
  amount: positiveYuan.optional().meta({ description: 'Yuan: the most that it allows' }),
  owner: line(60),
  dueOn: day,
});
const attendee = z.strictObject({
  agency: line(100),
  name: line(60),
  position: line(60).optional(),
});

/** A meeting as it is entered. */
export const meetingDraft = z.strictObject({
  number: line(60),
  title: line(200),
  heldOn: day,
  place: line(200),
  chairedBy: line(60),
  agenda: z.array(line(300)).max(100),
  attendees: z.array(attendee).max(200),
  minutes: text(100_000).optional(),
  resolutions: z
    .array(resolution)
    .max(100)
    .refine(
      (resolutions) => new Set(resolutions.map(({ number }) => number)).size === resolutions.length,
      'must have different numbers',
    ),
});

export const followUp = z
  .strictObject({ state: z.enum(FOLLOW_UPS), note: text(2_000).optional() })
  .refine(({ state, note }) => state === 'open' || note !== undefined, {
    path: ['note'],
    message: 'must say what was done',
  });

const someone = z.strictObject({ id: z.uuid(), name: z.string() });

export const meetingItem = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  heldOn: z.iso.date(),
  state: z.enum(MEETING_STATES),
  openResolutions: z.int().meta({ description: 'Resolutions that are still to be done' }),
});

export const meetingList = z.strictObject({
  items: z.array(meetingItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export const meetingDetail = meetingItem.extend({
  place: z.string(),
  chairedBy: z.string(),
  agenda: z.array(z.string()),
  attendees: z.array(
    z.strictObject({ agency: z.string(), name: z.string(), position: z.string().nullable() }),
  ),
  minutes: z.string().nullable(),
  maker: someone,
  concludedBy: someone.nullable(),
  concludedAt: z.iso.datetime().nullable(),
  resolutions: z.array(
    z.strictObject({
      id: z.uuid(),
      number: z.string(),
      text: z.string(),
      kind: z.string(),
      subject: z.string().nullable(),
      amount: z.string().nullable(),
      owner: z.string(),
      dueOn: z.iso.date(),
      followUp: z.enum(FOLLOW_UPS),
      followUpNote: z.string().nullable(),
      citedBy: z.uuid().nullable().meta({ description: 'The request that rests on it' }),
    }),
  ),
});

/** What a request is about, for which a resolution is looked for. */
export const matter = {
  kind,
  subject: line(200).optional(),
  amount: positiveYuan.optional(),
  request: z.uuid().optional(),
};

/** A resolution that a request may rest on. */
export const fittingResolution = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  amount: z.string().nullable().meta({ description: 'Yuan: the most that it allows' }),
  dueOn: z.iso.date(),
  meeting: z.strictObject({
    id: z.uuid(),
    number: z.string(),
    title: z.string(),
    heldOn: z.iso.date(),
  }),
});

export const fittingResolutions = z.strictObject({
  items: z.array(fittingResolution),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export type FittingResolution = z.infer<typeof fittingResolution>;
export type MeetingDraft = z.output<typeof meetingDraft>;
export type FollowUp = z.output<typeof followUp>;
export type MeetingDetail = z.infer<typeof meetingDetail>;
export type MeetingItem = z.infer<typeof meetingItem>;
