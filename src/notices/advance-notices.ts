import { z } from 'zod';
import { day, noticeKind, words } from './notice-kind';

/** An amount in yuan, as the books write it. */
const yuan = z.string().regex(/^\d{1,13}\.\d{2}$/);
/** `day`: on which it happened, or until which it is to. */
const facts = z.strictObject({ application: z.uuid(), item: words, amount: yuan, day });
const link = '/console/advances/:application';

/** What an organization is told of one of its costs. What somebody typed as a reason stands in the console only. */
const COST_NOTICES = {
  advance_paid: noticeKind({
    facts,
    link,
    tell: {
      zh: ({ item, amount, day: on }) => ({
        subject: `垫付款已支付：${item}`,
        body: [`费用 ${item} 的垫付款 ${amount} 元已于 ${on} 支付。`],
      }),
      en: ({ item, amount, day: on }) => ({
        subject: `Advance paid: ${item}`,
        body: [`${amount} yuan were paid on ${on} for the cost ${item}.`],
      }),
    },
  }),
  advance_bounced: noticeKind({
    facts,
    link,
    tell: {
      zh: ({ item, amount, day: on }) => ({
        subject: `垫付款被退回：${item}`,
        body: [`费用 ${item} 的垫付款 ${amount} 元于 ${on} 被银行退回，请核对收款账户。`],
      }),
      en: ({ item, amount, day: on }) => ({
        subject: `Advance came back: ${item}`,
        body: [
          `${amount} yuan for the cost ${item} came back from the bank on ${on}. Check the account that it goes to.`,
        ],
      }),
    },
  }),
  receipt_rejected: noticeKind({
    facts,
    link,
    tell: {
      zh: ({ item, amount }) => ({
        subject: `票据未通过审核：${item}`,
        body: [`费用 ${item} 的票据（${amount} 元）未通过审核，理由请在系统中查看。`],
      }),
      en: ({ item, amount }) => ({
        subject: `Receipt rejected: ${item}`,
        body: [
          `A receipt over ${amount} yuan for the cost ${item} was rejected; the console says why.`,
        ],
      }),
    },
  }),
  surplus_demanded: noticeKind({
    facts,
    link,
    tell: {
      zh: ({ item, amount, day: dueOn }) => ({
        subject: `请退回结余：${item}`,
        body: [`费用 ${item} 的结余 ${amount} 元须于 ${dueOn} 前（含当日）退回。`],
      }),
      en: ({ item, amount, day: dueOn }) => ({
        subject: `Surplus to be returned: ${item}`,
        body: [`${amount} yuan of the advance for the cost ${item} are to come back by ${dueOn}.`],
      }),
    },
  }),
  surplus_reminder: noticeKind({
    facts,
    link,
    tell: {
      zh: ({ item, amount, day: dueOn }) => ({
        subject: `催退结余：${item}`,
        body: [`费用 ${item} 的结余尚有 ${amount} 元未退回，期限为 ${dueOn}。`],
      }),
      en: ({ item, amount, day: dueOn }) => ({
        subject: `Surplus still out: ${item}`,
        body: [
          `${amount} yuan of the advance for the cost ${item} have not come back yet; they are due by ${dueOn}.`,
        ],
      }),
    },
  }),
} as const;

export type CostNoticeName = keyof typeof COST_NOTICES;

/** What an organization is told of its advances. */
export const ADVANCE_NOTICES = {
  advance_approved: noticeKind({
    facts: z.strictObject({ application: z.uuid(), number: words }),
    link,
    tell: {
      zh: ({ number }) => ({
        subject: `垫付申请已批准：${number}`,
        body: [`贵组织的垫付申请已批准：${number}`],
      }),
      en: ({ number }) => ({
        subject: `Advance approved: ${number}`,
        body: [`The application of your organization was approved: ${number}`],
      }),
    },
  }),
  ...COST_NOTICES,
} as const;
