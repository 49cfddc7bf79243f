import { z } from 'zod';
import { INSTALMENT_DUES } from '../law';
import { TRAINING_KINDS } from './engagement.entity';
import { LAW_FIRM_STATES, SOURCE_KINDS, TENDER_METHODS } from './law-firm.entity';

const amount = z.string().meta({ description: 'Yuan with two decimals' });
const approval = z
  .uuid()
  .nullable()
  .meta({ description: 'The request that it was decided by; null where it is not for the reader' });
const next = z.string().nullable().meta({ description: 'For the next page; null on the last one' });
const document = z.strictObject({ id: z.uuid(), sha256: z.string(), name: z.string() });

export const lawFirmItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  uscc: z.string(),
  name: z.string(),
  licenceNumber: z.string(),
  region: z.string(),
  state: z.enum(LAW_FIRM_STATES),
  version: z.int(),
});

export const lawFirmList = z.strictObject({ items: z.array(lawFirmItem), next });

export const agreementItem = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
  endedOn: z.iso.date().nullable().meta({ description: 'Last day, where it was ended early' }),
  inForce: z.boolean().meta({ description: 'Today' }),
  perCase: amount,
  perInstance: amount,
  inAll: amount,
  used: amount,
  remaining: amount,
});

export const engagementItem = z.strictObject({
  id: z.uuid(),
  agreement: z.strictObject({ id: z.uuid(), number: z.string() }),
  case: z.strictObject({ id: z.uuid(), number: z.string(), court: z.string() }),
  organization: z.strictObject({ id: z.uuid(), name: z.string() }),
  lawyers: z.array(z.string()),
  instance: z.int(),
  fee: amount,
  engagedOn: z.iso.date(),
  approval,
  evaluation: z
    .strictObject({
      closedOn: z.iso.date(),
      diligence: z.int(),
      quality: z.int(),
      timeliness: z.int(),
      opinion: z.string(),
      evaluatedBy: z.string(),
      recordedAt: z.iso.datetime(),
    })
    .nullable(),
});

/** Everything that is known of a law firm. */
export const lawFirmDetail = lawFirmItem.extend({
  source: z.strictObject({
    kind: z.enum(SOURCE_KINDS),
    number: z.string(),
    on: z.iso.date(),
    authority: z.string().nullable(),
    method: z.enum(TENDER_METHODS).nullable(),
    bidders: z.int().nullable(),
    winningPrice: amount.nullable(),
  }),
  documents: z.array(document),
  lawyers: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      licenceNumber: z.string(),
      field: z.string(),
      state: z.enum(['active', 'left']),
    }),
  ),
  agreements: z.array(agreementItem),
  engagements: z.array(engagementItem),
  history: z.array(
    z.strictObject({
      version: z.int(),
      reason: z.string(),
      enteredBy: z.string(),
      recordedAt: z.iso.datetime(),
      changed: z.array(z.string()).meta({ description: 'JSON pointers: what differs from before' }),
      approval,
    }),
  ),
});

/** An agreement with everything that was agreed, and what happened under it. */
export const agreementDetail = agreementItem.extend({
  book: z.string(),
  lawFirm: z.strictObject({ id: z.uuid(), name: z.string() }),
  scope: z.string(),
  instalments: z.array(
    z.strictObject({
      due: z.enum(INSTALMENT_DUES),
      percent: z.string().nullable(),
      amount: amount.nullable(),
    }),
  ),
  documents: z.array(document),
  endReason: z.string().nullable(),
  approval,
  endApproval: approval,
  engagements: z.array(engagementItem),
});

/** What an engagement of a firm can be about. */
export const engagementChoices = z.strictObject({
  agreements: z.array(z.strictObject({ id: z.uuid(), number: z.string(), remaining: amount })),
  lawyers: z.array(z.strictObject({ id: z.uuid(), name: z.string(), field: z.string() })),
  cases: z.array(z.strictObject({ id: z.uuid(), number: z.string(), court: z.string() })),
  organizations: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
});

export const trainingItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  kind: z.enum(TRAINING_KINDS),
  heldOn: z.iso.date(),
  topic: z.string(),
  heldBy: z.string(),
  attended: z.array(z.string()),
  recordedBy: z.string(),
  documents: z.array(document),
});

export const trainingList = z.strictObject({ items: z.array(trainingItem), next });

export const trainingMade = z.strictObject({ id: z.uuid() });
